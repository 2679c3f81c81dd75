using System.Buffers.Binary;

namespace RasterAnalysis.Gdal.Writing;

// Where in a TIFF or BigTIFF file the text of GDAL's metadata tag stands. The byte order is this machine's, little-endian: GDAL has just written the file.
internal static class GdalMetadataTag
{
    private const int Tag = 42112;
    private const int Classic = 42;
    private const int Big = 43;

    // Null when the first directory has no such tag, or holds it in the entry itself.
    public static (long Offset, int Length)? Find(Stream file)
    {
        Span<byte> header = stackalloc byte[16];
        file.Position = 0;
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !header.StartsWith("II"u8))
        {
            return null;
        }

        var isBig = BinaryPrimitives.ReadUInt16LittleEndian(header[2..]) switch { Classic => false, Big => true, _ => (bool?)null };
        return isBig is null ? null : FindIn(file, isBig == true, isBig == true ? BinaryPrimitives.ReadInt64LittleEndian(header[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(header[4..]));
    }

    private static (long Offset, int Length)? FindIn(Stream file, bool isBig, long directory)
    {
        var (countLength, entryLength, inline) = isBig ? (8, 20, 8) : (2, 12, 4);
        Span<byte> entry = stackalloc byte[20];
        file.Position = directory;
        file.ReadExactly(entry[..countLength]);
        var entries = BinaryPrimitives.ReadUInt16LittleEndian(entry);
        for (var i = 0; i < entries; i++)
        {
            file.ReadExactly(entry[..entryLength]);
            if (BinaryPrimitives.ReadUInt16LittleEndian(entry) == Tag)
            {
                var length = isBig ? BinaryPrimitives.ReadInt64LittleEndian(entry[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);
                var offset = isBig ? BinaryPrimitives.ReadInt64LittleEndian(entry[12..]) : BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]);
                return length > inline && length <= int.MaxValue ? (offset, (int)length) : null;
            }
        }

        return null;
    }
}
