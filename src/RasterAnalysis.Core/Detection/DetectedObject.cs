namespace RasterAnalysis.Detection;

/// <summary>An object that a network found.</summary>
/// <param name="Class">Place of its class in <c>Classes</c> of the definition, from 0.</param>
/// <param name="Score">How sure the network is, 0 to 1.</param>
/// <param name="Box">Where it is, in pixels of the tile, or of the raster once it was moved there.</param>
/// <param name="Mask">
/// The pixels that it covers, each outer ring with its holes behind it; outer rings have no pixel in common. Null for a network without masks, never empty.
/// </param>
public readonly record struct DetectedObject(int Class, float Score, RotatedBox Box, IReadOnlyList<PixelRing>? Mask = null)
{
    /// <summary>The object elsewhere, for example in pixels of the raster when it is in those of a tile.</summary>
    /// <param name="columns">Pixels to the right.</param>
    /// <param name="rows">Pixels down.</param>
    public DetectedObject MovedBy(int columns, int rows) =>
        this with { Box = Box.MovedBy(columns, rows), Mask = Mask is null ? null : [.. Mask.Select(ring => ring.MovedBy(columns, rows))] };
}
