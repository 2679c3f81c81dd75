using RasterAnalysis.Rasters;

namespace RasterAnalysis.Pipeline;

/// <summary>A mask of polygons in pixels: a pixel is wanted when its centre lies inside one of them.</summary>
/// <remarks>
/// A centre on an edge belongs to the polygon at its right or below, so that polygons that share an edge share no pixel. Memory does not grow with the window beyond its bytes. Thread-safe.
/// </remarks>
public sealed class PolygonMask(IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>> polygons) : IPixelMask
{
    private readonly PolygonEdges[] _polygons = [.. polygons.Select(rings => new PolygonEdges(rings))];

    /// <inheritdoc/>
    public void Read(PixelWindow window, Span<byte> wanted)
    {
        wanted.Clear();
        foreach (var polygon in _polygons)
        {
            polygon.Fill(window, wanted);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // nothing is held
    }
}
