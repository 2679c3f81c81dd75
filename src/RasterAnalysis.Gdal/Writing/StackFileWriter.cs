using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Stacks;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Writing;

/// <summary>Writes a stack of files as one GeoTIFF: the values that a job would read of the stack.</summary>
/// <remarks>Thread-safe: each call writes a file of its own.</remarks>
public static class StackFileWriter
{
    private const int Rows = SectionRasterWriter.BlockSize;

    /// <summary>Writes the file.</summary>
    /// <param name="target">The file; it appears complete or not at all.</param>
    /// <param name="path">The stack (<see cref="RasterStackPath"/>).</param>
    /// <param name="progress">Hears the part that is done.</param>
    /// <exception cref="RasterAccessException">A file cannot be read, or the target not be written.</exception>
    public static void Write(string target, string path, Action<double> progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var info = RasterDescriber.Describe(path, isTrusted: false);
        if (info.HasControlAlone)
        {
            throw new RasterAccessException("Only ground control points or rational polynomials tie the raster to the ground; bring its file instead of a STAC item.");
        }

        var (type, noData) = TypeOf(info);
        using var file = new TemporaryFile(target);
        using (var dataset = GdalDataset.Create(
            "GTiff", file.Path, info.Grid.Size, info.Bands.Count, PixelTypeMap.ToGdal(type), [.. SectionRasterWriter.CreationOptions(), "INTERLEAVE=BAND", "PHOTOMETRIC=MINISBLACK", "ALPHA=NO"]))
        {
            dataset.SetGrid(info.Grid);
            foreach (var band in info.Bands)
            {
                dataset.Band(band.Number).Describe(band.Name, band.Scale, band.Offset);
                dataset.Band(band.Number).SetNoData(noData);
            }

            foreach (var band in info.Bands)
            {
                using var reader = RasterOpener.Open(new RasterReadSpec(path, false, [band.Number]));
                Copy(reader, dataset.Band(band.Number), noData, part => progress((band.Number - 1 + part) / info.Bands.Count));
            }

            dataset.Complete();
        }

        file.Commit();
    }

    // Small integers stay what they are where one value tells all holes; else Float32 and NaN, which no sample has.
    private static (PixelType Type, double NoData) TypeOf(RasterInfo info)
    {
        var first = info.Bands[0];
        return first is { PixelType: PixelType.U8 or PixelType.U16 or PixelType.S16, NoData: { } value } && info.Bands.All(band => band.PixelType == first.PixelType && band.NoData == value)
            ? (first.PixelType, value) : (PixelType.F32, double.NaN);
    }

    private static unsafe void Copy(IRasterReader reader, GdalRasterBand band, double noData, Action<double> progress)
    {
        var (width, height) = (reader.Grid.Size.Width, reader.Grid.Size.Height);
        var (pixels, validity) = (new float[width * Math.Min(Rows, height)], new byte[width * Math.Min(Rows, height)]);
        for (var row = 0; row < height; row += Rows)
        {
            var window = new PixelWindow(0, row, width, Math.Min(Rows, height - row));
            var count = (int)window.PixelCount;
            reader.Announce(window);
            reader.Read(window, pixels.AsSpan(0, count), validity.AsSpan(0, count));
            for (var i = 0; i < count; i++)
            {
                pixels[i] = validity[i] == 0 ? (float)noData : pixels[i];
            }

            using var errors = GdalErrorScope.Enter("Writing", band.Dataset.Path);
            fixed (float* buffer = pixels)
            {
                errors.Check("GDALRasterIOEx", LibGdal.GDALRasterIOEx(
                    band.Handle, GF_Write, 0, row, width, window.Height, buffer, width, window.Height, GdalDataType.GDT_Float32, 0, 0, 0));
            }

            progress((double)window.RowEnd / height);
        }
    }
}
