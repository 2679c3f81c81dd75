using System.Globalization;

namespace RasterAnalysis.Rasters;

/// <summary>Grids in words, for faults.</summary>
public static class GridText
{
    /// <summary>Size, cells, place and coordinate system of a grid: <c>80×60 pixels of 10 × 10 from (500000, 5000000), in WGS 84 / UTM zone 33N</c>.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="systemName">Name of its coordinate system; null where it has none.</param>
    public static string Of(RasterGrid grid, string? systemName)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var (cell, place) = (grid.Transform.CellSize, grid.Transform);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{grid.Size} pixels of {cell.X:R} × {cell.Y:R} from ({place.OriginX:R}, {place.OriginY:R}), {(systemName is null ? "without a coordinate system" : $"in {systemName}")}");
    }

    /// <summary>That a raster is on another grid than it must be, both described, and what to do.</summary>
    public static string Mismatch((RasterGrid Grid, string? SystemName) found, (RasterGrid Grid, string? SystemName) needed) =>
        $"is on another grid than the earlier raster: it has {Of(found.Grid, found.SystemName)}; the earlier one has {Of(needed.Grid, needed.SystemName)}. "
        + "Classify with the earlier one as snapRaster, and with its cellSize, outSR and extent in the context, so that both lie on one grid.";
}
