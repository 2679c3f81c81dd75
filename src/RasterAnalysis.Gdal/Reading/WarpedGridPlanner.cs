using System.Globalization;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Stacks;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Reading;

// The north-up grid in the output's coordinate system that covers the whole input. Its system goes on past the cut of the one that was asked for where the
// input lies across it.
internal static class WarpedGridPlanner
{
    public const double MaxPixels = 4e11;
    private const double CornerTolerance = 1e-6;

    public static RasterGrid Plan(RasterInfo info, string path, bool isTrusted, string? wkt, GridRequest request)
    {
        var isOwnSystem = ReferenceEquals(wkt, info.Grid.Wkt) && info.IsGeoreferenced;
        var (extent, cell) = (info.Extent, info.Grid.Transform.CellSize);
        if (!isOwnSystem && wkt is not null)
        {
            (wkt, var whole, var wholeCell) = WorldSeam.Avoid(path, isTrusted, wkt);
            (extent, cell) = whole is { } found ? (found, wholeCell) : Suggest(path, isTrusted, wkt);
        }

        cell = request.CellSize ?? cell;

        // The upper left corner: a corner of the snap grid at or outside of the input, or else the input's own.
        var (left, top) = (extent.XMin, extent.YMax);
        if (request.SnapGrid is { } snap)
        {
            var (column, row) = snap.Transform.Invert(left, top);
            (left, top) = snap.Transform.Apply(Math.Floor(column + CornerTolerance), Math.Floor(row + CornerTolerance));
        }

        var width = Cells(extent.XMax - left, cell.X);
        var height = Cells(top - extent.YMin, cell.Y);
        RequireSize(width, height);
        return new RasterGrid(new RasterSize((int)width, (int)height), new GeoTransform(left, cell.X, 0, top, 0, -cell.Y), wkt);
    }

    private static double Cells(double length, double cell) => Math.Max(1, Math.Ceiling((length / cell) - CornerTolerance));

    private static void RequireSize(double width, double height)
    {
        if (width > int.MaxValue || height > int.MaxValue || width * height > MaxPixels)
        {
            throw new InvalidRequestException("context.cellSize", string.Create(
                CultureInfo.InvariantCulture,
                $"The output would have {width:N0}×{height:N0} pixels; {MaxPixels:N0} in all are the most. Choose a larger cell size."));
        }
    }

    // GDAL's own guess, as gdalwarp makes it: it keeps the number of pixels along the diagonal.
    private static (Extent Extent, (double X, double Y) Cell) Suggest(string path, bool isTrusted, string wkt)
    {
        using var dataset = StackFolder.OpenHeader(path, isTrusted);
        using var errors = GdalErrorScope.Enter("Projecting", path);
        using var options = StringListHandle.Of($"DST_SRS={wkt}");
        using var transformer = LibGdal.GDALCreateGenImgProjTransformer2(dataset.Handle, 0, options);
        Span<double> transform = stackalloc double[6];
        Span<double> extent = stackalloc double[4];
        var isDone = !transformer.IsInvalid && LibGdal.GDALSuggestedWarpOutput2(
            dataset.Handle, GdalLibraryResolver.GetExport("GDALGenImgProjTransform"), transformer, transform, out _, out _, extent, 0) == 0;
        var result = new Extent(extent[0], extent[1], extent[2], extent[3]);
        return isDone && result.IsValid
            ? (result, (transform[1], -transform[5]))
            : throw new InvalidRequestException("context.outSR", $"The raster cannot be projected: {errors.Failure("GDALSuggestedWarpOutput2").Message}");
    }
}
