using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RasterAnalysis.Rasters.Smoothing;

/// <summary>One cell of 64 bits for each pixel of a raster, in squares of 64 × 64 pixels, of which some are in memory and the others in a file.</summary>
/// <remarks>
/// Not thread-safe. Memory: <c>memory</c> bytes, and four bytes for each square of the raster. The file is read and written, never mapped, for mapped pages would count as the process's own memory; it has no
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
    private const int FewestSlots = 16;

    private readonly SafeFileHandle _file;
    private readonly int[] _slotOf;
    private readonly int _capacity;
    private readonly List<Slot> _slots = [];
    private int _hand;

    /// <summary>Makes the store; all cells are 0.</summary>
    /// <param name="pages">Squares of the raster.</param>
    /// <param name="path">A file that can be made and is used by nobody else.</param>
    /// <param name="memory">Bytes that may be held; for 16 squares at least.</param>
    public CellPages(int pages, string path, long memory)
    {
        _slotOf = new int[pages];
        _capacity = (int)Math.Clamp(memory / Bytes, FewestSlots, Math.Max(FewestSlots, pages));
        _file = ScratchFile.Open(path);
    }

    /// <summary>How many squares there are.</summary>
    public int Count => _slotOf.Length;

    /// <summary>Reads a cell.</summary>
    public ulong Get(long cell) => SlotOf((int)(cell >> Shift)).Cells[cell & (Length - 1)];

    /// <summary>Writes a cell.</summary>
    public void Set(long cell, ulong value)
    {
        var slot = SlotOf((int)(cell >> Shift));
        slot.Cells[cell & (Length - 1)] = value;
        slot.IsChanged = true;
    }

    /// <summary>The cells of a square, by row; valid until the next call.</summary>
    public ReadOnlySpan<ulong> Page(int page) => SlotOf(page).Cells;

    /// <summary>The cells of a square that are about to be written; valid until the next call.</summary>
    public Span<ulong> Change(int page)
    {
        var slot = SlotOf(page);
        slot.IsChanged = true;
        return slot.Cells;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private Slot SlotOf(int page)
    {
        var place = _slotOf[page];
        var slot = place > 0 ? _slots[place - 1] : Load(page);
        slot.IsUsed = true;
        return slot;
    }

    private Slot Load(int page)
    {
        var isNew = _slots.Count < _capacity;
        var place = isNew ? _slots.Count : Free();
        if (isNew)
        {
            _slots.Add(new Slot());
        }

        var slot = _slots[place];
        slot.Page = page;
        slot.IsChanged = false;
        _slotOf[page] = place + 1;

        // what was never written is 0, be it behind the file's end or in a hole of it
        var bytes = MemoryMarshal.AsBytes(slot.Cells.AsSpan());
        bytes[ScratchFile.Read(_file, bytes, (long)page * Bytes)..].Clear();
        return slot;
    }

    /// <summary>The clock's hand goes round to a square that was not used since it last came by.</summary>
    private int Free()
    {
        while (_slots[_hand].IsUsed)
        {
            _slots[_hand].IsUsed = false;
            _hand = (_hand + 1) % _slots.Count;
        }

        var (place, slot) = (_hand, _slots[_hand]);
        _hand = (_hand + 1) % _slots.Count;
        _slotOf[slot.Page] = 0;
        if (slot.IsChanged)
        {
            RandomAccess.Write(_file, MemoryMarshal.AsBytes(slot.Cells.AsSpan()), (long)slot.Page * Bytes);
        }

        return place;
    }

    private sealed class Slot
    {
        public ulong[] Cells { get; } = new ulong[Length];

        public int Page { get; set; }

        public bool IsUsed { get; set; }

        public bool IsChanged { get; set; }
    }
}
