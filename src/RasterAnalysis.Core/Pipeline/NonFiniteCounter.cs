using RasterAnalysis.Finiteness;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Pipeline;

/// <summary>
/// Counts the pixels of tiles for which a watched node made no finite number. Each pixel counts once for a node, in the tile whose core it lies in, and only if it has data and is wanted. An element
/// counts only if all pixels that it depends on have data, and no node before it has made NaN of them: what a network makes of the zeros that stand where there is no data is no fault, and what
/// it makes of NaN is not the later node's.
/// </summary>
/// <remarks>Not thread-safe; buffers are kept from tile to tile.</remarks>
internal sealed class NonFiniteCounter
{
    private readonly TilePlan _plan;
    private readonly IReadOnlyList<WatchedNode> _nodes;
    private readonly HoleSums _holes = new();

    // pixels of the tile for which each node made no number, and whether it made none for all of it
    private readonly List<int>[] _met;
    private readonly bool[] _isWhole;

    public NonFiniteCounter(TilePlan plan, NetworkWatch watch)
    {
        (_plan, _nodes) = (plan, watch.Nodes);
        _met = [.. _nodes.Select(_ => new List<int>())];
        _isWhole = new bool[_nodes.Count];
    }

    /// <summary>Counts one tile, for its section.</summary>
    /// <param name="batch">A batch that has run.</param>
    /// <param name="place">Place of the tile.</param>
    /// <param name="elements">What the run gave for each node.</param>
    public void Count(TileBatch batch, int place, IReadOnlyList<ReadOnlyMemory<bool>> elements)
    {
        var (tile, tiles) = (batch.Tiles[place], _plan.Network.FixedBatch ?? batch.Tiles.Count);
        var validity = batch.ValidityOf(place);
        for (var i = 0; i < _nodes.Count; i++)
        {
            var own = Own(_nodes[i], elements[i].Span, place, tiles, out var isMap);
            _met[i].Clear();
            _isWhole[i] = false;
            if (own.Contains(true) && !_nodes[i].After.Any(before => _isWhole[before]))
            {
                _holes.Sum(validity, tile.ReadWindow.Width, tile.ReadWindow.Height, _nodes[i].After.Select(before => _met[before]));
                if (isMap)
                {
                    FindPixels(_nodes[i].Rows!, _nodes[i].Columns!, own, tile.ReadWindow, _met[i]);
                }
                else
                {
                    _isWhole[i] = !_holes.Has(0, tile.ReadWindow.Height - 1, 0, tile.ReadWindow.Width - 1);
                }

                batch.Work.NonFinite[i] += CountPixels(batch, tile, validity, _isWhole[i] ? Enumerable.Range(0, validity.Length) : _met[i]);
            }
        }
    }

    /// <summary>Elements of one tile; those of the run where they are not told apart.</summary>
    private static ReadOnlySpan<bool> Own(WatchedNode node, ReadOnlySpan<bool> elements, int place, int tiles, out bool isMap)
    {
        var count = node is { Rows: { } rows, Columns: { } columns } ? rows.Length * columns.Length : 1;
        var isEach = elements.Length == count * tiles;
        isMap = isEach && node.Rows is not null;
        return isEach ? elements.Slice(place * count, count) : elements;
    }

    /// <summary>Pixels of the tile that elements stand for.</summary>
    private void FindPixels(WatchedAxis rows, WatchedAxis columns, ReadOnlySpan<bool> elements, PixelWindow tile, List<int> pixels)
    {
        for (var i = 0; i < elements.Length; i++)
        {
            var (row, column) = (i / columns.Length * rows.Step, i % columns.Length * columns.Step);
            if (!elements[i] || _holes.Has(row + rows.Low, row + rows.High, column + columns.Low, column + columns.High))
            {
                continue;
            }

            for (var r = Math.Max(0, row + rows.First); r < Math.Min(tile.Height, row + rows.First + rows.Step); r++)
            {
                for (var c = Math.Max(0, column + columns.First); c < Math.Min(tile.Width, column + columns.First + columns.Step); c++)
                {
                    pixels.Add((r * tile.Width) + c);
                }
            }
        }
    }

    /// <summary>How many pixels lie in the tile's core, have data and are wanted.</summary>
    private static long CountPixels(TileBatch batch, Tiling.Tile tile, ReadOnlySpan<byte> validity, IEnumerable<int> pixels)
    {
        var (read, core, inSection, count) = (tile.ReadWindow, tile.CoreWindow, batch.Work.InSection(tile), 0L);
        foreach (var pixel in pixels)
        {
            var row = (pixel / read.Width) + read.RowOffset - core.RowOffset;
            var column = (pixel % read.Width) + read.ColumnOffset - core.ColumnOffset;
            count += row >= 0 && row < core.Height && column >= 0 && column < core.Width && validity[pixel] != 0
                && batch.Work.Sink.IsWanted(new PixelWindow(column + inSection.ColumnOffset, row + inSection.RowOffset, 1, 1)) ? 1 : 0;
        }

        return count;
    }
}
