using System.IO.Compression;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.ImageServer;

/// <summary>A square of one colour as a PNG: an indexed picture with a palette of one entry.</summary>
internal static class LegendSwatch
{
    /// <summary>Width and height in pixels.</summary>
    public const int Side = 20;

    // 1 bit per pixel, so this many bytes for a row after its filter byte
    private const int RowBytes = (Side + 7) / 8;

    // width and height, 1 bit, indexed colour, deflate, no filter, not interlaced
    private static ReadOnlySpan<byte> Header => [0, 0, 0, Side, 0, 0, 0, Side, 1, 3, 0, 0, 0];

    /// <summary>Encodes the swatch of a colour.</summary>
    public static byte[] Encode(RgbColor color)
    {
        using var file = new MemoryStream();
        PngChunks.Begin(file);
        PngChunks.Write(file, "IHDR"u8, Header);
        PngChunks.Write(file, "PLTE"u8, [color.Red, color.Green, color.Blue]);
        PngChunks.Write(file, "IDAT"u8, Pixels());
        PngChunks.Write(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>All zeros: filter "none", then palette entry 0 everywhere.</summary>
    private static byte[] Pixels()
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            zlib.Write(new byte[Side * (1 + RowBytes)]);
        }

        return packed.ToArray();
    }
}
