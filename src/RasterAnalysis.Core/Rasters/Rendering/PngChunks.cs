using System.Buffers.Binary;
using RasterAnalysis.Files;

namespace RasterAnalysis.Rasters.Rendering;

/// <summary>The frame of a PNG file (ISO/IEC 15948, 5): a signature, then chunks with length and checksum.</summary>
/// <remarks>Thread-safe for different streams.</remarks>
public static class PngChunks
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Writes what every file begins with.</summary>
    public static void Begin(Stream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.Write(Signature);
    }

    /// <summary>Writes a chunk.</summary>
    /// <param name="file">The file; stays the caller's.</param>
    /// <param name="type">Four letters, for example <c>IHDR</c>.</param>
    /// <param name="content">The chunk's data.</param>
    public static void Write(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        ArgumentNullException.ThrowIfNull(file);
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        var checksum = new Crc32();
        checksum.Add(type);
        checksum.Add(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.Value);
        file.Write(number);
    }
}
