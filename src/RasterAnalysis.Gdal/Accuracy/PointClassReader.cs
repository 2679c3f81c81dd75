using RasterAnalysis.Accuracy;
using RasterAnalysis.Gdal.Areas;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Accuracy;

/// <summary>Reads the classes of a raster at places.</summary>
/// <remarks>Thread-safe: each call opens the file for itself.</remarks>
public static class PointClassReader
{
    /// <summary>The pixel under each place.</summary>
    /// <param name="path">File of a raster with one band of whole numbers.</param>
    /// <param name="isTrusted">As in <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <param name="x">East, or longitude.</param>
    /// <param name="y">North, or latitude.</param>
    /// <param name="reference">Their coordinate system; null for that of the raster. A raster without one takes longitude and latitude as its own.</param>
    /// <exception cref="InvalidRequestException">Field <c>crs</c>: the system is not understood, or does not go with the raster.</exception>
    /// <exception cref="RasterAccessException">The file cannot be opened or read.</exception>
    public static IReadOnlyList<PointClass> Read(string path, bool isTrusted, double[] x, double[] y, SpatialReference? reference)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        using var dataset = GdalDataset.Open(path, isTrusted);
        var grid = dataset.Grid;
        ToRaster(grid, reference, x, y);
        var samples = new ClassSamples(dataset.Band(1));
        LibGdal.GDALGetBlockSize(dataset.Band(1).Handle, out var blockWidth, out var blockHeight);
        var pixels = new (int Column, int Row)?[x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var (column, row) = grid.Transform.Invert(x[i], y[i]);
            pixels[i] = column >= 0 && row >= 0 && column < grid.Size.Width && row < grid.Size.Height ? ((int)column, (int)row) : null;
        }

        // block by block, so that each is decoded once
        var found = new PointClass[x.Length];
        var number = new int[1];
        var inside = Enumerable.Range(0, x.Length).Where(i => pixels[i] is not null);
        foreach (var i in inside.OrderBy(i => pixels[i]!.Value.Row / Math.Max(1, blockHeight)).ThenBy(i => pixels[i]!.Value.Column / Math.Max(1, blockWidth)))
        {
            samples.Read(new PixelWindow(pixels[i]!.Value.Column, pixels[i]!.Value.Row, 1, 1), number);
            found[i] = new PointClass(true, number[0] == ClassSamples.NoData ? null : samples.Values[number[0]]);
        }

        return found;
    }

    // In place; what cannot be projected lies nowhere.
    private static void ToRaster(RasterGrid grid, SpatialReference? reference, double[] x, double[] y)
    {
        if (reference is null)
        {
            return;
        }

        var wkt = SpatialReferences.ToWkt(reference, "crs");
        if (grid.Wkt is null)
        {
            if (reference != SpatialReference.Wgs84)
            {
                throw new InvalidRequestException("crs", "names a coordinate system, but the raster has none; give the points in the raster's own coordinates, without crs.");
            }

            return;
        }

        if (SpatialReferences.IsSame(wkt, grid.Wkt))
        {
            return;
        }

        using var source = SpatialReferences.Import(wkt)!;
        using var target = SpatialReferences.Import(grid.Wkt) ?? throw new RasterAccessException("The coordinate system of the raster is not understood.");
        using var errors = GdalErrorScope.Enter("Projecting points");
        using var transformation = errors.Check("OCTNewCoordinateTransformation", LibGdal.OCTNewCoordinateTransformation(source, target));
        var isDone = new int[x.Length];
        _ = LibGdal.OCTTransformEx(transformation, x.Length, x, y, 0, isDone);
        errors.Forgive();
        for (var i = 0; i < x.Length; i++)
        {
            (x[i], y[i]) = isDone[i] != 0 && double.IsFinite(x[i]) && double.IsFinite(y[i]) ? (x[i], y[i]) : (double.NaN, double.NaN);
        }
    }
}
