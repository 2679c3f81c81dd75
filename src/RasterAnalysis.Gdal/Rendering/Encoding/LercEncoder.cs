using System.Globalization;
using System.Runtime.InteropServices;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.Gdal.Rendering.Encoding;

// LERC 2 by libtiff's own encoder: each band is a TIFF of one strip, whose bytes are the blob. Blobs of the bands follow each other, as LERC's
// decoders expect. libtiff makes LERC's validity mask of an alpha band for bytes and of NaN for floating point, and of nothing for other
// types: where pixels are missing, 16-bit integers become F32 and 32-bit integers F64, which hold each of their values
// (docs/decisions/0020-lerc-by-libtiff.md).
internal static class LercEncoder
{
    private const string Name = "view.tif";

    public static RenderedImage Encode(ValuePlanes values, double tolerance, CancellationToken cancellationToken)
    {
        var isWhole = values.IsWhole;
        var type = isWhole ? values.Type : TypeWithMask(values.Type);
        using var blobs = new MemoryStream();
        foreach (var band in values.Bands)
        {
            cancellationToken.ThrowIfCancellationRequested();
            blobs.Write(EncodeBand(values, band, type, isWhole, values.Type.IsFloatingPoint() ? tolerance : 0));
        }

        return new RenderedImage(blobs.ToArray(), "image/lerc");
    }

    private static PixelType TypeWithMask(PixelType type) => type switch
    {
        PixelType.U16 or PixelType.S16 => PixelType.F32,
        PixelType.U32 or PixelType.S32 => PixelType.F64,
        _ => type,
    };

    private static byte[] EncodeBand(ValuePlanes values, byte[] band, PixelType type, bool isWhole, double tolerance)
    {
        var size = values.Grid.Size;
        var hasAlpha = !isWhole && type == PixelType.U8;
        using var folder = new MemoryFolder();
        using (var file = GdalDataset.Create(
            "GTiff", folder.PathOf(Name), size, hasAlpha ? 2 : 1, PixelTypeMap.ToGdal(type), "COMPRESS=LERC", "TILED=NO", "INTERLEAVE=PIXEL",
            string.Create(CultureInfo.InvariantCulture, $"BLOCKYSIZE={size.Height}"), hasAlpha ? "ALPHA=YES" : "ALPHA=NO",
            string.Create(CultureInfo.InvariantCulture, $"MAX_Z_ERROR={tolerance:R}"), "BIGTIFF=IF_SAFER"))
        {
            ValueDataset.Write(file.Band(1).Handle, size.Width, size.Height, band, PixelTypeMap.ToGdal(values.Type));
            if (hasAlpha)
            {
                byte[] alpha = [.. values.Validity.Select(valid => valid == 0 ? (byte)0 : (byte)255)];
                ValueDataset.Write(file.Band(2).Handle, size.Width, size.Height, alpha, GdalDataType.GDT_Byte);
            }
            else if (!isWhole)
            {
                WriteHoles(file, values, band, type);
            }

            file.Complete();
        }

        return Strip(folder);
    }

    // The band with NaN where there is no pixel.
    private static void WriteHoles(GdalDataset file, ValuePlanes values, byte[] band, PixelType type)
    {
        var size = values.Grid.Size;
        var samples = new double[values.Validity.Length];
        using (var memory = GdalDataset.Create("MEM", string.Empty, size, 1, PixelTypeMap.ToGdal(values.Type)))
        {
            ValueDataset.Write(memory.Band(1).Handle, size.Width, size.Height, band, PixelTypeMap.ToGdal(values.Type));
            ValueDataset.Read(memory.Band(1).Handle, size.Width, size.Height, samples);
        }

        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = values.Validity[i] == 0 ? double.NaN : samples[i];
        }

        ValueDataset.Write(file.Band(1).Handle, size.Width, size.Height, MemoryMarshal.AsBytes(samples.AsSpan()), GdalDataType.GDT_Float64);
    }

    // The only strip, as GDAL says where it lies.
    private static byte[] Strip(MemoryFolder folder)
    {
        using var file = GdalDataset.Open(folder.PathOf(Name), isTrusted: true);
        var offset = Number(file, "BLOCK_OFFSET_0_0");
        var length = Number(file, "BLOCK_SIZE_0_0");
        var blob = folder.ReadBytes(Name).AsSpan(offset, length);

        // a libtiff without LERC writes the strip in another way and only warns
        return blob.StartsWith("Lerc2 "u8)
            ? blob.ToArray()
            : throw new InvalidRequestException("format", "lerc is not written by this libgdal, which was built without LERC; take tiff.");
    }

    private static int Number(GdalDataset file, string item) =>
        int.TryParse(LibGdal.GDALGetBandMetadataItem(file.Band(1).Handle, item, "TIFF"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new GdalException($"libtiff did not say {item}.", "GDALGetMetadataItem");
}
