using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Reading;

/// <summary>Fixes the grid of a job: the input's own pixels wherever that is what was asked for, a projected grid otherwise.</summary>
/// <remarks>Thread-safe: the file is opened only when its pixels have to be projected to another coordinate system.</remarks>
public static class GridPlanner
{
    // Relative difference of cell sizes, and difference of cell corners in cells, that are rounding and no wish.
    private const double CellSizeTolerance = 1e-9;
    private const double CornerTolerance = 1e-6;

    /// <summary>Plans the grid.</summary>
    /// <param name="info">The input, as <see cref="RasterDescriber"/> describes it.</param>
    /// <param name="path">The input's file.</param>
    /// <param name="isTrusted">As in <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <param name="request">What was asked of the output.</param>
    /// <returns>
    /// Without wishes the input's own grid, bit for bit; a north-up grid of about the same cells for an input that only ground control points or
    /// rational polynomials tie to the ground. An extent is projected with densified edges, snapped outward to whole cells and
    /// clipped to the input.
    /// </returns>
    /// <exception cref="InvalidRequestException">
    /// Fields <c>context.outSR</c>, <c>context.cellSize</c>, <c>context.snapRaster</c>, <c>context.extent</c>: not understood, too large, or
    /// off the raster.
    /// </exception>
    public static GridPlan Plan(RasterInfo info, string path, bool isTrusted, GridRequest request)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(request);
        var wkt = TargetWkt(info, request);
        RequireCellSize(request.CellSize);
        RequireSnapGrid(request.SnapGrid, wkt);
        var isWarped = !IsOwnGrid(info.Grid, wkt, request);
        var grid = isWarped ? WarpedGridPlanner.Plan(info, path, isTrusted, wkt, request) : info.Grid;
        var window = request.Extent is { } extent
            ? ExtentWindow.On(grid, extent, ExtentWkt(request, grid), CornerTolerance)
            : PixelWindow.Whole(grid.Size);
        return new GridPlan(grid, window, isWarped);
    }

    private static string? TargetWkt(RasterInfo info, GridRequest request)
    {
        if (request.OutputSpatialReference is not { } reference)
        {
            // a raster that only control points or polynomials tie to the ground has no pixel grid of its own there
            return info.Grid.Wkt ?? info.ControlWkt;
        }

        var wkt = SpatialReferences.ToWkt(reference, "context.outSR");
        if (info.Grid.Wkt is null && info.ControlWkt is null)
        {
            throw new InvalidRequestException("context.outSR", "The input raster has no coordinate system, so it cannot be projected.");
        }

        // The input's own words keep what ours might not say, such as a name.
        return SpatialReferences.IsSame(wkt, info.Grid.Wkt) ? info.Grid.Wkt : wkt;
    }

    private static void RequireCellSize((double X, double Y)? cellSize)
    {
        if (cellSize is { } size && !(double.IsFinite(size.X) && double.IsFinite(size.Y) && size.X > 0 && size.Y > 0))
        {
            throw new InvalidRequestException("context.cellSize", "The cell size must be greater than 0.");
        }
    }

    private static void RequireSnapGrid(RasterGrid? snap, string? wkt)
    {
        if (snap is not null && !snap.Transform.IsNorthUp)
        {
            throw new InvalidRequestException("context.snapRaster", "The snap raster is rotated or not north up.");
        }

        if (snap is not null && !SpatialReferences.IsSame(snap.Wkt, wkt))
        {
            throw new InvalidRequestException("context.snapRaster", "The snap raster has another coordinate system than the output.");
        }
    }

    private static bool IsOwnGrid(RasterGrid own, string? wkt, GridRequest request)
    {
        var isSameSystem = ReferenceEquals(wkt, own.Wkt);
        var (width, height) = own.Transform.CellSize;
        var isSameCell = request.CellSize is not { } size || (IsClose(size.X, width) && IsClose(size.Y, height));
        return isSameSystem && isSameCell && (request.SnapGrid is not { } snap || IsAligned(own.Transform, snap.Transform));
    }

    private static bool IsAligned(GeoTransform own, GeoTransform snap)
    {
        var (column, row) = snap.Invert(own.OriginX, own.OriginY);
        return own.IsNorthUp && IsWhole(column) && IsWhole(row);
    }

    private static bool IsWhole(double cells) => Math.Abs(cells - Math.Round(cells)) <= CornerTolerance;

    private static bool IsClose(double wished, double own) => Math.Abs(wished - own) <= CellSizeTolerance * own;

    private static string? ExtentWkt(GridRequest request, RasterGrid grid) =>
        request.ExtentSpatialReference is { } reference ? SpatialReferences.ToWkt(reference, "context.extent") : grid.Wkt;
}
