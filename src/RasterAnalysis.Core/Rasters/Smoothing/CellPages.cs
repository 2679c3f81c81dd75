using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RasterAnalysis.Rasters.Smoothing;

/// <summary>One cell of 64 bits for each pixel of a raster, in squares of 64 × 64 pixels, of which some are in memory and the others in a file.</summary>
/// <remarks>
/// Not thread-safe. Memory: <c>memory</c> bytes, and sixteen bytes for each square of the raster. The file is read and written, never mapped, for mapped pages would count as the process's own
/// memory; it has no
/// name from the moment it is made, so nothing of it is left behind by whatever end.
/// </remarks>
internal sealed class CellPages : IDisposable
{
    /// <summary>Columns and rows of a square.</summary>
    public const int Side = 64;

    /// <summary>Cells of a square.</summary>
    public const int Length = Side * Side;

    /// <summary>Number of a cell shifted by this is the number of its square.</summary>
    public const int Shift = 12;

    private const int Bytes = Length * sizeof(ulong);
    private const int FewestSquares = 16;

    private readonly SafeFileHandle _file;
    private readonly ulong[]?[] _cells;
    private readonly bool[] _isUsed;
    private readonly bool[] _isChanged;
    private readonly int[] _held;
    private int _count;
    private int _hand;

    /// <summary>Makes the store; all cells are 0.</summary>
    /// <param name="pages">Squares of the raster.</param>
    /// <param name="path">A file that can be made and is used by nobody else.</param>
    /// <param name="memory">Bytes that may be held; for 16 squares at least.</param>
    public CellPages(int pages, string path, long memory)
    {
        _cells = new ulong[]?[pages];
        _isUsed = new bool[pages];
        _isChanged = new bool[pages];
        _held = new int[(int)Math.Clamp(memory / Bytes, FewestSquares, Math.Max(FewestSquares, pages))];
        _file = ScratchFile.Open(path);
    }

    /// <summary>How many squares there are.</summary>
    public int Count => _cells.Length;

    /// <summary>Reads a cell.</summary>
    public ulong Get(long cell) => CellsOf((int)(cell >> Shift))[cell & (Length - 1)];

    /// <summary>Writes a cell.</summary>
    public void Set(long cell, ulong value) => Change((int)(cell >> Shift))[(int)cell & (Length - 1)] = value;

    /// <summary>The cells of a square, by row; valid until the next call.</summary>
    public ReadOnlySpan<ulong> Page(int page) => CellsOf(page);

    /// <summary>The cells of a square that are about to be written; valid until the next call.</summary>
    public Span<ulong> Change(int page)
    {
        var cells = CellsOf(page);
        _isChanged[page] = true;
        return cells;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private ulong[] CellsOf(int page)
    {
        _isUsed[page] = true;
        return _cells[page] ?? Load(page);
    }

    private ulong[] Load(int page)
    {
        // what lies where it lies is not copied by collections, which would hold it twice
        var cells = _count < _held.Length ? GC.AllocateUninitializedArray<ulong>(Length, pinned: true) : Free();
        _held[_count < _held.Length ? _count++ : Last()] = page;

        // what was never written is 0, be it behind the file's end or in a hole of it
        var bytes = MemoryMarshal.AsBytes(cells.AsSpan());
        bytes[ScratchFile.Read(_file, bytes, (long)page * Bytes)..].Clear();
        _cells[page] = cells;
        return cells;
    }

    // the place that Free has passed last
    private int Last() => (_hand == 0 ? _held.Length : _hand) - 1;

    /// <summary>The clock's hand goes round to a square that was not used since it last came by.</summary>
    private ulong[] Free()
    {
        while (_isUsed[_held[_hand]])
        {
            _isUsed[_held[_hand]] = false;
            _hand = (_hand + 1) % _held.Length;
        }

        var page = _held[_hand];
        _hand = (_hand + 1) % _held.Length;
        var cells = _cells[page]!;
        _cells[page] = null;
        if (_isChanged[page])
        {
            RandomAccess.Write(_file, MemoryMarshal.AsBytes(cells.AsSpan()), (long)page * Bytes);
            _isChanged[page] = false;
        }

        return cells;
    }
}
