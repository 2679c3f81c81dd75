using System.Buffers.Binary;

namespace RasterAnalysis.Models;

/// <summary>
/// Walks the central directory of a zip archive (APPNOTE.TXT 4.3.12 to 4.3.16) without holding it, so that one of millions of entries is refused before
/// a library makes an object of each.
/// </summary>
internal static class ZipDirectory
{
    private const uint EntryMark = 0x02014b50;
    private const uint EndMark = 0x06054b50;
    private const uint Zip64LocatorMark = 0x07064b50;
    private const uint Zip64EndMark = 0x06064b50;
    private const int EndLength = 22;
    private const int Zip64LocatorLength = 20;
    private const int Zip64EndLength = 56;
    private const int EntryLength = 46;
    private const int LongestComment = ushort.MaxValue;

    /// <summary>Counts the entries and measures the directory.</summary>
    /// <param name="archive">The archive; seekable.</param>
    /// <param name="maxEntries">Where counting stops.</param>
    /// <returns>Bytes of the directory, and entries in it: at most one more than <paramref name="maxEntries"/>.</returns>
    /// <exception cref="InvalidDataException">There is no directory.</exception>
    public static (long Bytes, int Entries) Measure(Stream archive, int maxEntries)
    {
        var start = FindStart(archive);
        if (start < 0 || start > archive.Length)
        {
            throw new InvalidDataException("its directory lies outside of it.");
        }

        archive.Position = start;
        Span<byte> header = stackalloc byte[EntryLength];
        var (bytes, entries) = (0L, 0);
        while (entries <= maxEntries && archive.ReadAtLeast(header, EntryLength, throwOnEndOfStream: false) == EntryLength
            && BinaryPrimitives.ReadUInt32LittleEndian(header) == EntryMark)
        {
            var rest = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
            bytes += EntryLength + rest;
            entries++;
            archive.Seek(rest, SeekOrigin.Current);
        }

        return (bytes, entries);
    }

    private static long FindStart(Stream archive)
    {
        var tail = new byte[(int)Math.Min(archive.Length, EndLength + LongestComment)];
        archive.Position = archive.Length - tail.Length;
        archive.ReadExactly(tail);
        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) == EndMark)
            {
                var start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16));
                return Zip64Start(archive, archive.Length - tail.Length + at) ?? start;
            }
        }

        throw new InvalidDataException("it has no directory; it is cut off, or no zip archive.");
    }

    /// <summary>The start that a Zip64 record gives, which stands before the end of the directory; null when there is none.</summary>
    private static long? Zip64Start(Stream archive, long end)
    {
        Span<byte> locator = stackalloc byte[Zip64LocatorLength];
        if (end < Zip64LocatorLength)
        {
            return null;
        }

        archive.Position = end - Zip64LocatorLength;
        archive.ReadExactly(locator);
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != Zip64LocatorMark)
        {
            return null;
        }

        var record = BinaryPrimitives.ReadInt64LittleEndian(locator[8..]);
        if (record < 0 || record > archive.Length - Zip64EndLength)
        {
            throw new InvalidDataException("its Zip64 record lies outside of it.");
        }

        Span<byte> header = stackalloc byte[Zip64EndLength];
        archive.Position = record;
        archive.ReadExactly(header);
        return BinaryPrimitives.ReadUInt32LittleEndian(header) == Zip64EndMark
            ? BinaryPrimitives.ReadInt64LittleEndian(header[48..])
            : throw new InvalidDataException("its Zip64 record is damaged.");
    }
}
