using System.Buffers.Binary;
using System.IO.Compression;
using RasterAnalysis.Models;

namespace RasterAnalysis.ArcGis.ImageServer;

/// <summary>A square of one colour as a PNG: an indexed picture with a palette of one entry.</summary>
internal static class LegendSwatch
{
    /// <summary>Width and height in pixels.</summary>
    public const int Side = 20;

    // 1 bit per pixel, so this many bytes for a row after its filter byte
    private const int RowBytes = (Side + 7) / 8;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    // width and height, 1 bit, indexed colour, deflate, no filter, not interlaced
    private static ReadOnlySpan<byte> Header => [0, 0, 0, Side, 0, 0, 0, Side, 1, 3, 0, 0, 0];

    /// <summary>Encodes the swatch of a colour.</summary>
    public static byte[] Encode(RgbColor color)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        WriteChunk(file, "IHDR"u8, Header);
        WriteChunk(file, "PLTE"u8, [color.Red, color.Green, color.Blue]);
        WriteChunk(file, "IDAT"u8, Pixels());
        WriteChunk(file, "IEND"u8, []);
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

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc([.. type, .. content]));
        file.Write(number);
    }

    /// <summary>The CRC-32 of the PNG specification, bit by bit: the chunks are tiny.</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320u;
            }
        }

        return ~crc;
    }
}
