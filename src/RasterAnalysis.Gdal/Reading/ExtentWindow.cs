using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Reading;

// From an extent in some coordinate system to the pixels of a grid.
internal static class ExtentWindow
{
    // Snapped outward to whole cells and clipped to the grid. A corner that is off a cell's by less than the tolerance (in cells) is on it.
    public static PixelWindow On(RasterGrid grid, Extent extent, string? wkt, double tolerance)
    {
        if (!extent.IsValid)
        {
            throw new InvalidRequestException("context.extent", $"The extent {extent} has no area.");
        }

        if (grid.Wkt is null && wkt is not null)
        {
            throw new InvalidRequestException("context.extent", "The raster has no coordinate system of its own; give the extent in its pixel coordinates, or an output coordinate system if it has ground control points.");
        }

        extent = wkt is null || SpatialReferences.IsSame(wkt, grid.Wkt) ? extent : CutToSurroundings(grid, extent, wkt);
        var isRotated = grid.Transform.RowRotation != 0 || grid.Transform.ColumnRotation != 0;
        var candidates = isRotated && wkt is not null && !SpatialReferences.IsSame(wkt, grid.Wkt)
            ? [BoundsOfOutline(grid, extent, wkt)]
            : TurnsOf(grid, Project(grid, extent, wkt)).Select(turn => BoundsOfCorners(grid.Transform, turn));
        foreach (var bounds in candidates)
        {
            var window = Snap(bounds, tolerance, grid.Size);
            if (!window.IsEmpty)
            {
                return window;
            }
        }

        throw Miss(grid, extent);
    }

    private static Extent CutToSurroundings(RasterGrid grid, Extent extent, string wkt)
    {
        if (RasterSurroundings.In(grid, wkt) is not { } near)
        {
            return extent;
        }

        Extent[] parts = [.. RasterSurroundings.TurnsOf(wkt)
            .Select(turn => new Extent(
                Math.Max(extent.XMin + turn, near.XMin), Math.Max(extent.YMin, near.YMin), Math.Min(extent.XMax + turn, near.XMax), Math.Min(extent.YMax, near.YMax)))
            .Where(part => part.IsValid)];
        return parts.Length > 0
            ? new Extent(parts.Min(part => part.XMin), parts.Min(part => part.YMin), parts.Max(part => part.XMax), parts.Max(part => part.YMax))
            : throw Miss(grid, extent);
    }

    private static Extent Project(RasterGrid grid, Extent extent, string? wkt) =>
        wkt is null || grid.Wkt is null ? extent : SpatialReferences.TransformExtent(extent, wkt, grid.Wkt) ?? throw NotProjectable(grid, extent);

    // Longitudes may be counted from another turn: 190 is -170.
    private static IEnumerable<Extent> TurnsOf(RasterGrid grid, Extent extent)
    {
        yield return extent;
        if (grid.Wkt is { } wkt && SpatialReferences.IsGeographic(wkt))
        {
            yield return extent with { XMin = extent.XMin - 360, XMax = extent.XMax - 360 };
            yield return extent with { XMin = extent.XMin + 360, XMax = extent.XMax + 360 };
        }
    }

    private static Extent BoundsOfCorners(GeoTransform transform, Extent extent) => BoundsOf(
        transform, [extent.XMin, extent.XMax, extent.XMax, extent.XMin], [extent.YMin, extent.YMin, extent.YMax, extent.YMax]);

    // The outline itself is turned into pixels: the rectangle around it would take in far too much of a rotated raster.
    private static Extent BoundsOfOutline(RasterGrid grid, Extent extent, string wkt)
    {
        var (x, y) = RasterSurroundings.Outline(extent);
        return SpatialReferences.TryTransform(wkt, grid.Wkt!, x, y) ? BoundsOf(grid.Transform, x, y) : throw NotProjectable(grid, extent);
    }

    // In pixels: columns as x, rows as y.
    private static Extent BoundsOf(GeoTransform transform, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var bounds = new Extent(double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        for (var i = 0; i < x.Length; i++)
        {
            var (column, row) = transform.Invert(x[i], y[i]);
            bounds = new Extent(
                Math.Min(bounds.XMin, column), Math.Min(bounds.YMin, row), Math.Max(bounds.XMax, column), Math.Max(bounds.YMax, row));
        }

        return bounds;
    }

    private static PixelWindow Snap(Extent pixels, double tolerance, RasterSize size)
    {
        var (column, width) = Snap(pixels.XMin, pixels.XMax, tolerance, size.Width);
        var (row, height) = Snap(pixels.YMin, pixels.YMax, tolerance, size.Height);
        return new PixelWindow(column, row, width, height);
    }

    private static (int Start, int Length) Snap(double from, double to, double tolerance, int size)
    {
        var start = Math.Clamp(Math.Floor(from + tolerance), 0, size);
        var end = Math.Clamp(Math.Ceiling(to - tolerance), 0, size);

        // Smaller than the tolerance, and inside: the one cell that holds it.
        end = end <= start && from >= 0 && to < size ? start + 1 : end;
        return ((int)start, (int)Math.Max(0, end - start));
    }

    private static InvalidRequestException Miss(RasterGrid grid, Extent extent) =>
        new("context.extent", $"The extent {extent} does not touch the raster, which covers {Own(grid)}.");

    private static InvalidRequestException NotProjectable(RasterGrid grid, Extent extent) =>
        new("context.extent", $"The extent {extent} cannot be projected to the raster's coordinate system; the raster covers {Own(grid)}.");

    private static string Own(RasterGrid grid) =>
        $"{grid.Transform.ExtentOf(grid.Size)} (xmin, ymin, xmax, ymax) in {(grid.Wkt is { } wkt ? SpatialReferences.NameOf(wkt) : "pixels of its own")}";
}
