using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Rendering.Encoding;

// Pictures of classes as PNG (ISO/IEC 15948): patches of one colour need no prediction, which is what the usual encoders spend their time on.
internal static class ClassPng
{
    private const int StripBytes = 1 << 20;
    private const byte Truecolor = 2;
    private const byte TruecolorWithAlpha = 6;

    // bands: 3 or 4, the first ones of the picture.
    public static RenderedImage Encode(GdalDataset picture, int bands, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        PngChunks.Begin(file);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Size.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), picture.Size.Height);
        (header[8], header[9]) = (8, bands == 4 ? TruecolorWithAlpha : Truecolor);
        PngChunks.Write(file, "IHDR"u8, header);
        PngChunks.Write(file, "IDAT"u8, Compress(picture, bands, cancellationToken));
        PngChunks.Write(file, "IEND"u8, []);
        return new RenderedImage(file.ToArray(), "image/png");
    }

    private static ReadOnlySpan<byte> Compress(GdalDataset picture, int bands, CancellationToken cancellationToken)
    {
        // a row is its filter, none, and the samples of its pixels
        var size = picture.Size;
        var rowBytes = 1 + (bands * size.Width);
        var rows = Math.Clamp(StripBytes / rowBytes, 1, size.Height);
        var strip = ArrayPool<byte>.Shared.Rent(checked(rows * rowBytes));
        strip.AsSpan().Clear();
        var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var row = 0; row < size.Height; row += rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var height = Math.Min(rows, size.Height - row);
                Read(picture, new PixelWindow(0, row, size.Width, height), bands, strip, rowBytes);
                zlib.Write(strip, 0, height * rowBytes);
            }
        }

        ArrayPool<byte>.Shared.Return(strip);
        return data.GetBuffer().AsSpan(0, checked((int)data.Length));
    }

    private static unsafe void Read(GdalDataset picture, PixelWindow window, int bands, byte[] strip, int rowBytes)
    {
        using var errors = GdalErrorScope.Enter("Encoding the picture");
        fixed (byte* samples = &strip[1])
        {
            errors.Check("GDALDatasetRasterIOEx", LibGdal.GDALDatasetRasterIOEx(
                picture.Handle, GF_Read, window.ColumnOffset, window.RowOffset, window.Width, window.Height,
                samples, window.Width, window.Height, GdalDataType.GDT_Byte, bands, [.. Enumerable.Range(1, bands)], bands, rowBytes, 1, 0));
        }
    }
}
