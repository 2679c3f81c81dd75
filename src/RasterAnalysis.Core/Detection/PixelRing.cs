namespace RasterAnalysis.Detection;

/// <summary>
/// A closed line along edges of pixels, which meets itself nowhere. Outer rings go clockwise on the screen, holes the other way.
/// </summary>
/// <param name="Corners">Where it turns, from the uppermost and of these leftmost corner on; the first is not said again at the end.</param>
/// <param name="IsHole">Whether it is a hole in the outer ring that was listed last before it.</param>
public sealed record PixelRing(IReadOnlyList<PixelCorner> Corners, bool IsHole)
{
    /// <summary>The ring elsewhere.</summary>
    /// <param name="columns">Pixels to the right.</param>
    /// <param name="rows">Pixels down.</param>
    public PixelRing MovedBy(int columns, int rows) => this with { Corners = [.. Corners.Select(corner => new PixelCorner(corner.Column + columns, corner.Row + rows))] };
}
