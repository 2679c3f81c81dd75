using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.ImageServices;

// Makes a page of the answers that cover it: a tiled GeoTIFF with the service's bands, and one band more, 255 where a pixel is by the answers'
// masks and alpha bands, 0 elsewhere. NoData values stay in the bands.
internal static class PageWriter
{
    private const int StripBytes = 16 << 20;
    private const byte Valid = 255;

    // Appears complete or not at all; a page that another instance has made in between is replaced by the same.
    public static void Write(string path, ImageServiceRaster raster, PageLayout layout, PixelWindow page, IReadOnlyList<PageFile> answers)
    {
        if (answers.Sum(answer => answer.Window.PixelCount) != page.PixelCount || !answers.All(answer => page.Contains(answer.Window)))
        {
            throw new RasterAccessException($"The answers for {page} of {raster.Name} do not cover it.");
        }

        using var file = new TemporaryFile(path);
        string[] options = [.. SectionRasterWriter.CreationOptions(), "INTERLEAVE=BAND"];
        var size = new RasterSize(page.Width, page.Height);
        using (var target = GdalDataset.Create("GTiff", file.Path, size, layout.BandCount + 1, PixelTypeMap.ToGdal(layout.StoredType), options))
        {
            foreach (var part in answers)
            {
                using var answer = PageAnswer.Open(raster, part);
                answer.Require(layout);
                Copy(answer.Dataset, target, layout, part.Window.ColumnOffset - page.ColumnOffset, part.Window.RowOffset - page.RowOffset);
            }

            target.Complete();
        }

        file.Commit();
    }

    private static void Copy(GdalDataset source, GdalDataset target, PageLayout layout, int column, int row)
    {
        var size = source.Size;
        int[] bands = [.. Enumerable.Range(1, layout.BandCount)];
        var masks = DatasetMasks.Of(source, bands);
        var isSigned = source.Band(1).IsLegacySignedByte;
        var sampleBytes = layout.StoredType.ByteSize();
        var rows = Math.Clamp(StripBytes / (size.Width * bands.Length * sampleBytes), 1, size.Height);
        var samples = new byte[checked(rows * size.Width * bands.Length * sampleBytes)];
        var mask = new byte[rows * size.Width];
        for (var at = 0; at < size.Height; at += rows)
        {
            var strip = new PixelWindow(0, at, size.Width, Math.Min(rows, size.Height - at));
            var place = strip with { ColumnOffset = column, RowOffset = row + at };
            Transfer(source, GF_Read, strip, bands, layout.StoredType, samples);
            if (isSigned)
            {
                Sign(samples);
            }

            Transfer(target, GF_Write, place, bands, layout.StoredType, samples);
            ReadMasks(source, masks, strip, mask);
            Write(target, target.Band(bands.Length + 1), place, mask);
        }
    }

    private static void ReadMasks(GdalDataset source, IReadOnlyList<nint> masks, PixelWindow strip, Span<byte> result)
    {
        result.Fill(Valid);
        var one = new byte[result.Length];
        foreach (var mask in masks)
        {
            Read(source, mask, strip, one);
            for (var i = 0; i < one.Length; i++)
            {
                result[i] = one[i] == 0 ? (byte)0 : result[i];
            }
        }
    }

    // GDAL reads a signed byte of before 3.7 as an unsigned one.
    private static void Sign(Span<byte> samples)
    {
        foreach (ref var sample in System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(samples))
        {
            sample = sample > sbyte.MaxValue ? (short)(sample - 256) : sample;
        }
    }

    private static unsafe void Transfer(GdalDataset dataset, int direction, PixelWindow window, int[] bands, PixelType type, byte[] samples)
    {
        using var errors = GdalErrorScope.Enter(direction == GF_Read ? $"Reading {window} of" : "Writing", dataset.Path);
        long bytes = type.ByteSize();
        fixed (byte* buffer = samples)
        {
            errors.Check("GDALDatasetRasterIOEx", LibGdal.GDALDatasetRasterIOEx(
                dataset.Handle, direction, window.ColumnOffset, window.RowOffset, window.Width, window.Height,
                buffer, window.Width, window.Height, PixelTypeMap.ToGdal(type), bands.Length, bands,
                bytes, bytes * window.Width, bytes * window.PixelCount, 0));
        }
    }

    private static unsafe void Read(GdalDataset dataset, nint band, PixelWindow window, byte[] values)
    {
        using var errors = GdalErrorScope.Enter($"Reading the mask of", dataset.Path);
        fixed (byte* buffer = values)
        {
            errors.Check("GDALRasterIOEx", LibGdal.GDALRasterIOEx(
                band, GF_Read, window.ColumnOffset, window.RowOffset, window.Width, window.Height,
                buffer, window.Width, window.Height, GdalDataType.GDT_Byte, 0, 0, 0));
        }
    }

    private static unsafe void Write(GdalDataset dataset, GdalRasterBand band, PixelWindow window, byte[] values)
    {
        using var errors = GdalErrorScope.Enter("Writing", dataset.Path);
        fixed (byte* buffer = values)
        {
            errors.Check("GDALRasterIOEx", LibGdal.GDALRasterIOEx(
                band.Handle, GF_Write, window.ColumnOffset, window.RowOffset, window.Width, window.Height,
                buffer, window.Width, window.Height, GdalDataType.GDT_Byte, 0, 0, 0));
        }
    }
}
