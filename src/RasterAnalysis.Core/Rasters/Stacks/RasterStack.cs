using System.Text.Json.Serialization;

namespace RasterAnalysis.Rasters.Stacks;

/// <summary>
/// Several files as the bands of one raster, on the grid of the finest: written beside the files, and read by the processing instances. It holds no address and no token.
/// </summary>
/// <param name="Name">Its name for messages.</param>
/// <param name="Files">The files, whose bands follow one another.</param>
/// <param name="AreStored">Whether values are those that are stored; otherwise they are scaled, where a band says so.</param>
/// <param name="Footprint">Of a stack whose files are brought when they are needed: where it is said to lie. Its description is written anew then.</param>
public sealed record RasterStack(string Name, IReadOnlyList<StackedFile> Files, bool AreStored, RasterFootprint? Footprint = null)
{
    /// <summary>Whether its files have not been brought yet.</summary>
    [JsonIgnore]
    public bool IsPending => Footprint is not null;
}
