using System.Buffers.Binary;
using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace RasterAnalysis.Rasters.Ranges;

/// <summary>
/// A file of which only some blocks are there: a sparse file of the whole length, and beside it an index that says which blocks it has, each with its checksum. A block that was written in
/// half, by whomever and whatever happened then, is one that is not there; it never reads as zeros.
/// </summary>
/// <remarks>
/// Thread-safe, and safe between processes: two that write the same block write the same bytes. Where machines share the folder, what another one wrote may be seen later.
/// </remarks>
public sealed class BlockFile : IDisposable
{
    /// <summary>Bytes of a block; the last one of a file may be shorter.</summary>
    public const int BlockBytes = 16 << 10;

    // checksum, then a word that tells an entry from a hole of the index
    private const int EntryBytes = 8;
    private const uint Mark = 0x4B4C4221;
    private readonly SafeFileHandle _data;
    private readonly SafeFileHandle _index;

    private BlockFile(string folder, long length, FileMode mode, FileAccess access)
    {
        (Length, BlockCount) = (length, CountOf(length));
        _data = File.OpenHandle(DataPath(folder), mode, access, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess);
        try
        {
            _index = File.OpenHandle(IndexPath(folder), mode, access, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess);
        }
        catch
        {
            _data.Dispose();
            throw;
        }
    }

    /// <summary>Bytes of the whole file.</summary>
    public long Length { get; }

    /// <summary>Blocks of the whole file.</summary>
    public long BlockCount { get; }

    /// <summary>The sparse file.</summary>
    public static string DataPath(string folder) => Path.Combine(folder, "data");

    /// <summary>Opens a file that is there, for reading.</summary>
    /// <param name="folder">The folder of its two parts.</param>
    /// <param name="length">Bytes of the whole file.</param>
    /// <exception cref="IOException">It is not there.</exception>
    public static BlockFile Open(string folder, long length) => new(folder, length, FileMode.Open, FileAccess.Read);

    /// <summary>Opens a file for writing; makes it where there is none.</summary>
    /// <param name="folder">The folder of its two parts.</param>
    /// <param name="length">Bytes of the whole file.</param>
    /// <exception cref="IOException">There is no room.</exception>
    public static BlockFile OpenOrCreate(string folder, long length)
    {
        Directory.CreateDirectory(folder);
        var file = new BlockFile(folder, length, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        Grow(file._data, length);
        Grow(file._index, file.BlockCount * EntryBytes);
        return file;
    }

    /// <summary>Bytes of one block.</summary>
    public int BytesOf(long block) => (int)Math.Min(BlockBytes, Length - (block * BlockBytes));

    /// <summary>The blocks that hold some bytes.</summary>
    /// <param name="offset">The first byte.</param>
    /// <param name="count">How many, at least 1; those behind the file's end are in no block.</param>
    public BlockRange BlocksOf(long offset, long count)
    {
        var (first, end) = (offset / BlockBytes, Math.Min(BlockCount, (offset + count + BlockBytes - 1) / BlockBytes));
        return new BlockRange(first, end - first);
    }

    /// <summary>Reads a block and compares it with its checksum.</summary>
    /// <param name="block">The block.</param>
    /// <param name="bytes">Receives <see cref="BytesOf"/> bytes; may be longer.</param>
    /// <returns>Whether it is there.</returns>
    public bool TryRead(long block, Span<byte> bytes)
    {
        Span<byte> entry = stackalloc byte[EntryBytes];
        var content = bytes[..BytesOf(block)];
        return ReadAll(_index, entry, block * EntryBytes) && BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]) == Mark
            && ReadAll(_data, content, block * BlockBytes) && BinaryPrimitives.ReadUInt32LittleEndian(entry) == ChecksumOf(block, content);
    }

    /// <summary>Reads bytes of blocks that are known to be there.</summary>
    /// <returns>Bytes that were read; less at the end of the file.</returns>
    public int Read(long offset, Span<byte> bytes)
    {
        var wanted = (int)Math.Min(bytes.Length, Math.Max(0, Length - offset));
        return ReadAll(_data, bytes[..wanted], offset) ? wanted : 0;
    }

    /// <summary>Writes a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="bytes">Its <see cref="BytesOf"/> bytes.</param>
    public void Write(long block, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, BytesOf(block));
        RandomAccess.Write(_data, bytes, block * BlockBytes);
        Span<byte> entry = stackalloc byte[EntryBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(entry, ChecksumOf(block, bytes));
        BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], Mark);
        RandomAccess.Write(_index, entry, block * EntryBytes);
    }

    /// <summary>When a block was written last; a time long ago where there is no file.</summary>
    /// <param name="folder">The folder of a file's two parts.</param>
    public static DateTime LastWrite(string folder) => File.GetLastWriteTimeUtc(IndexPath(folder));

    /// <summary>Bytes of the blocks that were written, as the index says.</summary>
    /// <param name="folder">The folder of a file's two parts; it need not be there.</param>
    public static long WrittenBytes(string folder) => WrittenBlocks(folder).LongCount() * BlockBytes;

    /// <summary>The blocks that were written, as the index says, in ascending order.</summary>
    /// <param name="folder">The folder of a file's two parts; it need not be there.</param>
    public static IEnumerable<long> WrittenBlocks(string folder)
    {
        if (!File.Exists(IndexPath(folder)))
        {
            yield break;
        }

        using var index = File.OpenHandle(IndexPath(folder), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[1 << 16];
        int read;
        for (var at = 0L; (read = RandomAccess.Read(index, buffer, at)) > 0; at += read)
        {
            for (var entry = 0; entry + EntryBytes <= read; entry += EntryBytes)
            {
                if (BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(entry + 4)) == Mark)
                {
                    yield return (at + entry) / EntryBytes;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _data.Dispose();
        _index.Dispose();
    }

    private static string IndexPath(string folder) => Path.Combine(folder, "index");

    private static long CountOf(long length) => (length + BlockBytes - 1) / BlockBytes;

    private static void Grow(SafeFileHandle file, long length)
    {
        if (RandomAccess.GetLength(file) < length)
        {
            RandomAccess.SetLength(file, length);
        }
    }

    private static bool ReadAll(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(file, bytes, offset);
            if (read == 0)
            {
                return false;
            }

            bytes = bytes[read..];
            offset += read;
        }

        return true;
    }

    /// <summary>CRC-32C, which processors compute by themselves; it begins with the block's number, so that no block stands for another one.</summary>
    private static uint ChecksumOf(long block, ReadOnlySpan<byte> bytes)
    {
        var sum = BitOperations.Crc32C(uint.MaxValue, (ulong)block);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var b in bytes)
        {
            sum = BitOperations.Crc32C(sum, b);
        }

        return ~sum;
    }
}
