using System.Buffers.Binary;

namespace RasterAnalysis.BackgroundJobs.Remote;

/// <summary>Looks into the first directory of a TIFF, classic or BigTIFF, in either byte order. It is a stranger's: whatever is odd means no.</summary>
internal static class TiffHead
{
    private const int TileWidth = 322;
    private const int MostEntries = 4096;

    /// <summary>Whether a file begins as a TIFF does.</summary>
    public static bool IsTiff(ReadOnlySpan<byte> head) => head is [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..];

    /// <summary>Whether the first image is cut into tiles, of which a window needs few, and not into strips of whole rows.</summary>
    /// <param name="read">Reads bytes at a place of the file; null where it is behind the end.</param>
    public static async Task<bool> IsTiledAsync(Func<long, int, Task<byte[]?>> read)
    {
        if (await read(0, 16) is not { } head || !IsTiff(head))
        {
            return false;
        }

        var isLittle = head[0] == (byte)'I';
        var isBig = Number(head.AsSpan(2, 2), isLittle) == 43;
        var directory = isBig ? Number(head.AsSpan(8, 8), isLittle) : Number(head.AsSpan(4, 4), isLittle);
        var (countBytes, entryBytes) = isBig ? (8, 20) : (2, 12);
        if (directory > long.MaxValue / 2 || await read((long)directory, countBytes) is not { } counted || Number(counted, isLittle) is not (> 0 and <= MostEntries and var count)
            || await read((long)directory + countBytes, (int)count * entryBytes) is not { } entries)
        {
            return false;
        }

        return Enumerable.Range(0, (int)count).Any(entry => Number(entries.AsSpan(entry * entryBytes, 2), isLittle) == TileWidth);
    }

    private static ulong Number(ReadOnlySpan<byte> bytes, bool isLittle)
    {
        Span<byte> eight = stackalloc byte[8];
        eight.Clear();
        bytes.CopyTo(isLittle ? eight : eight[(8 - bytes.Length)..]);
        return isLittle ? BinaryPrimitives.ReadUInt64LittleEndian(eight) : BinaryPrimitives.ReadUInt64BigEndian(eight);
    }
}
