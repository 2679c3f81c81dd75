using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Tests;

// Makes small rasters through GDAL and reads them back whole.
internal static class TestRasters
{
    public static GeoTransform Utm { get; } = new(500000, 10, 0, 5000000, 0, -10);

    public static string UtmWkt { get; } = SpatialReferences.ToWkt(new SpatialReference(32633, null), "test");

    // values: band, row, column as doubles. change: anything more that the raster shall have, before it is closed.
    public static unsafe string Create(
        string path,
        RasterSize size,
        PixelType type,
        double[] values,
        RasterGrid? grid = null,
        Action<GdalDataset>? change = null,
        string driver = "GTiff",
        params string[] options)
    {
        var bands = values.Length / (int)size.PixelCount;
        using var dataset = GdalDataset.Create(driver, path, size, bands, PixelTypeMap.ToGdal(type), options);
        dataset.SetGrid(grid ?? new RasterGrid(size, Utm, UtmWkt));
        change?.Invoke(dataset);
        int[] map = [.. Enumerable.Range(1, bands)];
        using (var errors = GdalErrorScope.Enter("Making", path))
        {
            fixed (double* buffer = values)
            {
                errors.Check("GDALDatasetRasterIOEx", LibGdal.GDALDatasetRasterIOEx(
                    dataset.Handle, GF_Write, 0, 0, size.Width, size.Height, buffer, size.Width, size.Height,
                    GdalDataType.GDT_Float64, bands, map, 8, 8L * size.Width, 8 * size.PixelCount, 0));
            }
        }

        dataset.Complete();
        return path;
    }

    // A mask for all bands, inside the file; 0 where there is no pixel.
    public static unsafe void WriteMask(GdalDataset dataset, byte[] mask)
    {
        using var errors = GdalErrorScope.Enter("Masking", dataset.Path);
        errors.Check("GDALCreateMaskBand", LibGdal.GDALCreateMaskBand(dataset.Band(1).Handle, GMF_PER_DATASET));
        fixed (byte* bytes = mask)
        {
            var (width, height) = (dataset.Size.Width, dataset.Size.Height);
            errors.Check("GDALRasterIOEx", LibGdal.GDALRasterIOEx(
                LibGdal.GDALGetMaskBand(dataset.Band(1).Handle), GF_Write, 0, 0, width, height, bytes, width, height, GdalDataType.GDT_Byte, 0, 0, 0));
        }
    }

    // One band, or one of its overviews, as doubles.
    public static double[] ReadBand(GdalDataset dataset, int band = 1, int? overview = null)
    {
        var handle = dataset.Band(band).Handle;
        return ReadBand(overview is { } index ? LibGdal.GDALGetOverview(handle, index) : handle);
    }

    public static unsafe double[] ReadBand(nint handle)
    {
        var (width, height) = (LibGdal.GDALGetRasterBandXSize(handle), LibGdal.GDALGetRasterBandYSize(handle));
        var values = new double[width * height];
        using var errors = GdalErrorScope.Enter("Reading");
        fixed (double* buffer = values)
        {
            errors.Check("GDALRasterIOEx", LibGdal.GDALRasterIOEx(
                handle, GF_Read, 0, 0, width, height, buffer, width, height, GdalDataType.GDT_Float64, 0, 0, 0));
        }

        return values;
    }

    public static double[] ReadBand(string path, int band = 1)
    {
        using var dataset = GdalDataset.Open(path, isTrusted: true);
        return ReadBand(dataset, band);
    }

    public static unsafe void WriteBytes(nint band, RasterSize size, byte[] values)
    {
        using var errors = GdalErrorScope.Enter("Making a mask");
        fixed (byte* buffer = values)
        {
            errors.Check("GDALRasterIOEx", LibGdal.GDALRasterIOEx(
                band, GF_Write, 0, 0, size.Width, size.Height, buffer, size.Width, size.Height, GdalDataType.GDT_Byte, 0, 0, 0));
        }
    }

    public static (float[] Pixels, byte[] Validity) ReadAll(IRasterReader reader, PixelWindow? window = null)
    {
        var all = window ?? PixelWindow.Whole(reader.Grid.Size);
        var pixels = new float[all.PixelCount * reader.BandCount];
        var validity = new byte[all.PixelCount];
        reader.Read(all, pixels, validity);
        return (pixels, validity);
    }

    public static (float[] Pixels, byte[] Validity) ReadAll(string path, params int[] bands)
    {
        using var reader = Gdal.Reading.RasterOpener.Open(new RasterReadSpec(path, true, bands));
        return ReadAll(reader);
    }

    // 0, 1, 2, … so that every pixel has a value of its own.
    public static double[] Ramp(int count, double start = 0) => [.. Enumerable.Range(0, count).Select(i => start + i)];
}
