namespace RasterAnalysis.Rasters.Smoothing;

/// <summary>
/// The minimum mapping unit (<c>docs/decisions/0112-minimum-mapping-unit.md</c>): patches below a size go to their neighbours, smallest first, until none is left but those that NoData alone
/// surrounds.
/// </summary>
/// <remarks>
/// Not thread-safe. Memory does not grow with the raster: its patches lie in a file of eight bytes a pixel where they do not fit. Used once: <see cref="Add"/> for all of the raster, <see cref="Run"/>,
/// <see cref="Read"/>.
/// </remarks>
public sealed class PatchFilter : IDisposable
{
    /// <summary>Windows of <see cref="Add"/> and <see cref="Read"/> begin at columns and rows that this divides.</summary>
    public const int Side = CellPages.Side;

    /// <summary>The largest unit, in pixels.</summary>
    public const int LargestUnit = 100_000;

    /// <summary>Bytes of scratch for each pixel, the most: a cell, and a place in the queue.</summary>
    public const int ScratchBytesPerPixel = 16;

    // lists beside those of each size: patches whose turn it is with what they become, the same with their new values, patches that join others, and patches that wait for those of their size,
    // by value
    private const int Turn = 0;
    private const int Coloured = -1;
    private const int Joining = -2;
    private const int Waiting = -3;

    private readonly int _unit;
    private readonly bool[] _values = new bool[ushort.MaxValue + 1];
    private readonly CellPages _cells;
    private readonly PatchQueue _queue;
    private readonly PatchRaster _raster;
    private readonly PatchSurroundings _surroundings;

    /// <summary>Makes the filter of a raster.</summary>
    /// <param name="size">Size of the raster.</param>
    /// <param name="noData">The value that is no class.</param>
    /// <param name="unit">Pixels that a patch must have, up to <see cref="LargestUnit"/>.</param>
    /// <param name="connectivity">4: pixels of a patch share edges; 8: corners will do.</param>
    /// <param name="folder">An existing folder for two scratch files, which nobody else sees.</param>
    /// <param name="memory">Bytes that may be held of the patches.</param>
    public PatchFilter(RasterSize size, ushort noData, int unit, int connectivity, string folder, long memory)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(unit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(unit, LargestUnit);
        var hasDiagonals = connectivity == 8;
        _unit = unit;
        var pages = PatchRaster.PagesOf(size);
        var name = Guid.NewGuid().ToString("N");
        _cells = new CellPages(pages, Path.Combine(folder, $"patches-{name}"), memory);
        _queue = new PatchQueue(Path.Combine(folder, $"queue-{name}"));
        _raster = new PatchRaster(size, noData, hasDiagonals, _cells);
        _surroundings = new PatchSurroundings(_raster, noData, hasDiagonals);
    }

    /// <summary>Patches below the unit that the raster had.</summary>
    public long SmallPatches { get; private set; }

    /// <summary>Patches below the unit that are left, since NoData and the raster's edge alone surround them.</summary>
    public long LeftPatches { get; private set; }

    /// <summary>Takes a window of the raster in, in any order.</summary>
    /// <param name="window">Inside the raster; begins where <see cref="Side"/> divides its column and its row, and ends there or with the raster.</param>
    /// <param name="values">Its values, by row.</param>
    public void Add(PixelWindow window, ReadOnlySpan<ushort> values) => _raster.Add(window, values);

    /// <summary>Merges the patches.</summary>
    /// <param name="progress">Hears the share that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Stops between the rounds.</param>
    public void Run(Action<double>? progress, CancellationToken cancellationToken)
    {
        Queue(share => progress?.Invoke(share / 4), cancellationToken);
        ushort[] values = [.. Enumerable.Range(0, _values.Length).Where(value => _values[value]).Select(value => (ushort)value).OrderDescending()];
        for (var size = 1; size < _unit; size++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _queue.Drain(size, 0, (patch, _) => Decide(patch, size));
            Move();

            // those of one value do not touch, and all others stay
            foreach (var value in values)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _queue.Drain(Waiting, value, (patch, _) => DecideAtLast(patch, size));
                Move();
            }

            progress?.Invoke(0.25 + (0.75 * size / _unit));
        }
    }

    /// <summary>The values of a window.</summary>
    /// <param name="window">As in <see cref="Add"/>.</param>
    /// <param name="values">Filled by row.</param>
    public void Read(PixelWindow window, Span<ushort> values) => _raster.Read(window, values);

    /// <inheritdoc/>
    public void Dispose()
    {
        _cells.Dispose();
        _queue.Dispose();
    }

    private void Queue(Action<double> progress, CancellationToken cancellationToken)
    {
        for (var page = 0; page < _cells.Count; page++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _raster.Roots(page, (root, value, size) =>
            {
                _values[value] = true;
                if (size < _unit)
                {
                    SmallPatches++;
                    _queue.Add((int)size, 0, root);
                }
            });
            progress((page + 1.0) / _cells.Count);
        }
    }

    /// <summary>A patch that prefers a larger one goes at once; one that prefers its like waits.</summary>
    private void Decide(long patch, int size)
    {
        // one that has grown since is in another list
        if (_raster.TryPatchOf(patch) is not { } found || found.Size != size)
        {
            return;
        }

        _surroundings.Walk(patch, size);
        if (_surroundings.Choose() is not { } chosen)
        {
            LeftPatches++;
        }
        else if (chosen.Size > size)
        {
            _queue.Add(Turn, 0, patch, chosen.Value);
        }
        else
        {
            _queue.Add(Waiting, found.Value, patch);
        }
    }

    private void DecideAtLast(long patch, int size)
    {
        if (_raster.TryPatchOf(patch)?.Size == size)
        {
            _surroundings.Walk(patch, size);
            _queue.Add(Turn, 0, patch, _surroundings.Choose()!.Value.Value);
        }
    }

    /// <summary>Gives all patches whose turn it is their new values, and then joins what touches and has one value: nobody sees another's move half done.</summary>
    private void Move()
    {
        _queue.Drain(Turn, 0, (patch, value) =>
        {
            _raster.SetValue(patch, value);
            _queue.Add(Coloured, 0, patch, value);
        });
        _queue.Drain(Coloured, 0, (patch, value) =>
        {
            _surroundings.Walk(patch, _raster.PatchOf(patch).Size);
            foreach (var (root, _) in _surroundings.Neighbours)
            {
                if (_raster.PatchOf(root).Value == value)
                {
                    _queue.Add(Joining, 0, patch);
                    _queue.Add(Joining, 0, root);
                }
            }
        });
        var first = -1L;
        _queue.Drain(Joining, 0, (patch, _) =>
        {
            if (first < 0)
            {
                first = patch;
                return;
            }

            Join(first, patch);
            first = -1;
        });
    }

    private void Join(long one, long other)
    {
        var root = _raster.Find(one);
        if (root != _raster.Find(other) && _raster.Join(root, other) is var joined && _raster.PatchOf(joined).Size is var size && size < _unit)
        {
            _queue.Add((int)size, 0, joined);
        }
    }
}
