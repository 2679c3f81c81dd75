using RasterAnalysis.Tiling;

namespace RasterAnalysis.Requests;

/// <summary>An input that was found.</summary>
/// <param name="Location">Where it lies.</param>
/// <param name="Name">Its name for messages and for the result's name, without extension.</param>
public sealed record ResolvedInput(InputLocation Location, string Name)
{
    /// <summary>Of a model: how long a run takes; null where it was not measured.</summary>
    public TileTime? Speed { get; init; }
}
