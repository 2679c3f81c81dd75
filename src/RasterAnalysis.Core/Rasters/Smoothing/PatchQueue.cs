using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RasterAnalysis.Rasters.Smoothing;

/// <summary>Patches that wait for their turn, in lists by size and value. The last few of each list are in memory, the others in a file, in chunks of which each names the one before it. An even
/// number of
/// entries goes into each, so that two that were added one after the other come out so.</summary>
/// <remarks>Not thread-safe. Memory: a kibibyte at most for each list that is not empty.</remarks>
internal sealed class PatchQueue : IDisposable
{
    // the first number of a chunk is the number of the one before it, counted from 1
    private const int ChunkLength = 129;
    private const int ChunkBytes = ChunkLength * sizeof(ulong);
    private const int FirstLength = 9;
    private const int ValueShift = 48;

    private readonly Dictionary<(int Size, ushort Value), Waiting> _lists = [];
    private readonly ulong[] _chunk = new ulong[ChunkLength];
    private readonly SafeFileHandle _file;
    private long _chunks;
    private long _free;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="path">A file that can be made and is used by nobody else.</param>
    public PatchQueue(string path) => _file = ScratchFile.Open(path);

    /// <summary>Adds a patch to a list.</summary>
    /// <param name="size">Size that the list is for.</param>
    /// <param name="value">Value that the list is for.</param>
    /// <param name="patch">The patch, below 2^48.</param>
    /// <param name="note">What is kept with it.</param>
    public void Add(int size, ushort value, long patch, ushort note = 0)
    {
        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(_lists, (size, value), out _);
        list ??= new Waiting();
        if (list.Count == list.Entries.Length)
        {
            MakeRoom(list);
        }

        list.Entries[list.Count++] = (ulong)patch | ((ulong)note << ValueShift);
    }

    /// <summary>Empties a list.</summary>
    /// <param name="size">Size that the list is for.</param>
    /// <param name="value">Value that the list is for.</param>
    /// <param name="take">Given each patch and its note; may add to other lists.</param>
    public void Drain(int size, ushort value, Action<long, ushort> take)
    {
        if (!_lists.Remove((size, value), out var list))
        {
            return;
        }

        Hand(list.Entries.AsSpan(1, list.Count - 1), take);
        for (var chunk = list.LastChunk; chunk > 0;)
        {
            ScratchFile.Read(_file, MemoryMarshal.AsBytes(list.Entries.AsSpan(0, ChunkLength)), (chunk - 1) * ChunkBytes);
            var next = (long)list.Entries[0];
            WriteLink(chunk, _free);
            _free = chunk;
            Hand(list.Entries.AsSpan(1, ChunkLength - 1), take);
            chunk = next;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static void Hand(ReadOnlySpan<ulong> entries, Action<long, ushort> take)
    {
        foreach (var entry in entries)
        {
            take((long)(entry & ((1UL << ValueShift) - 1)), (ushort)(entry >> ValueShift));
        }
    }

    private void MakeRoom(Waiting list)
    {
        if (list.Entries.Length < ChunkLength)
        {
            list.Entries = [.. list.Entries, .. new ulong[list.Entries.Length - 1]];
            return;
        }

        var chunk = Take();
        list.Entries[0] = (ulong)list.LastChunk;
        RandomAccess.Write(_file, MemoryMarshal.AsBytes(list.Entries.AsSpan()), (chunk - 1) * ChunkBytes);
        list.LastChunk = chunk;
        list.Count = 1;
    }

    private long Take()
    {
        if (_free == 0)
        {
            return ++_chunks;
        }

        var chunk = _free;
        ScratchFile.Read(_file, MemoryMarshal.AsBytes(_chunk.AsSpan(0, 1)), (chunk - 1) * ChunkBytes);
        _free = (long)_chunk[0];
        return chunk;
    }

    private void WriteLink(long chunk, long next)
    {
        _chunk[0] = (ulong)next;
        RandomAccess.Write(_file, MemoryMarshal.AsBytes(_chunk.AsSpan(0, 1)), (chunk - 1) * ChunkBytes);
    }

    private sealed class Waiting
    {
        // the place of the link is kept free
        public ulong[] Entries { get; set; } = new ulong[FirstLength];

        public int Count { get; set; } = 1;

        public long LastChunk { get; set; }
    }
}
