using RasterAnalysis.Rasters;

namespace RasterAnalysis.Polygons;

/// <summary>
/// Traces the outlines of the regions of a class raster, row by row: regions are pixels of one class that hang together by their sides. Memory holds the regions that reach the row, with their
/// outlines so far; what is complete goes to the sink.
/// </summary>
/// <remarks>One thread at a time. The same rows give the same regions in the same order.</remarks>
public sealed class RegionTracer
{
    private const int Outside = int.MinValue;
    private const int RowsBetweenLines = 1024;
    private static readonly Region Nowhere = new(Outside, isWanted: false);

    private readonly RasterSize _size;
    private readonly IRegionSink _sink;
    private readonly VertexMap? _map;
    private readonly ArcSimplifier? _simplifier;
    private readonly List<Arc> _completed = [];

    // the end of an arc that hangs on the side between two pixels of the last row, by column
    private readonly ArcEnd?[] _hanging;

    // of the last row and of this one, with the outside on either side
    private int[] _above;
    private int[] _numbers;
    private Region[] _regionsAbove;
    private Region[] _regions;
    private int _row;

    /// <summary>Begins a raster.</summary>
    /// <param name="size">Its size; not empty.</param>
    /// <param name="tolerance">Pixels by which outlines may be simplified; 0 for not at all.</param>
    /// <param name="sink">Takes the regions.</param>
    public RegionTracer(RasterSize size, double tolerance, IRegionSink sink)
    {
        (_size, _sink) = (size, sink);
        (_above, _numbers, _regionsAbove, _regions) = (new int[size.Width + 2], new int[size.Width + 2], new Region[size.Width + 2], new Region[size.Width + 2]);
        _hanging = new ArcEnd?[size.Width + 1];
        _numbers.AsSpan().Fill(Outside);
        _above.AsSpan().Fill(Outside);
        _regions.AsSpan().Fill(Nowhere);
        _regionsAbove.AsSpan().Fill(Nowhere);
        if (tolerance > 0)
        {
            _map = new VertexMap(size.Width + 1, Math.Min(RowsBetweenLines, size.Height + 1));
            _simplifier = new ArcSimplifier(size, tolerance, _map);
        }
    }

    /// <summary>Takes the next row.</summary>
    /// <param name="numbers">The class of each pixel, as a number that is not <see cref="int.MinValue"/>.</param>
    /// <param name="squareMetres">The area of each pixel.</param>
    public void AddRow(ReadOnlySpan<int> numbers, ReadOnlySpan<double> squareMetres)
    {
        numbers.CopyTo(_numbers.AsSpan(1));
        Label(squareMetres);
        Trace();
        Finish();
        (_above, _numbers) = (_numbers, _above);
        (_regionsAbove, _regions) = (_regions, _regionsAbove);
        _row++;
    }

    /// <summary>Ends the raster, of which all rows were taken.</summary>
    public void Complete()
    {
        _numbers.AsSpan().Fill(Outside);
        _regions.AsSpan().Fill(Nowhere);
        Trace();
        Finish();
    }

    // Says of each pixel of the row which region it belongs to.
    private void Label(ReadOnlySpan<double> squareMetres)
    {
        for (var start = 1; start <= _size.Width;)
        {
            var number = _numbers[start];
            Region? region = null;
            var squareMetresOfRun = 0.0;
            var end = start;
            for (; end <= _size.Width && _numbers[end] == number; end++)
            {
                squareMetresOfRun += squareMetres[end - 1];
                if (_above[end] == number && (end == start || _regionsAbove[end] != _regionsAbove[end - 1]))
                {
                    var root = _regionsAbove[end].Root;
                    region = region?.Join(root) ?? root;
                }
            }

            region ??= new Region(number, _sink.IsWanted(number));
            region.Add(_row, end - start, squareMetresOfRun);
            _regions.AsSpan(start, end - start).Fill(region);
            start = end;
        }
    }

    // Goes along the corners between the last row and this one.
    private void Trace()
    {
        ArcEnd? coming = null;
        var isLine = _map is not null && _row % _map.Rows == 0;
        for (var column = 0; column <= _size.Width; column++)
        {
            var (northWest, northEast, southWest, southEast) = (_above[column], _above[column + 1], _numbers[column], _numbers[column + 1]);
            var (north, south, west, east) = (northWest != northEast, southWest != southEast, northWest != southWest, northEast != southEast);
            switch ((north ? 1 : 0) + (south ? 1 : 0) + (west ? 1 : 0) + (east ? 1 : 0))
            {
                case 0:
                    break;
                case 2 when north == south:
                    if (north && isLine)
                    {
                        Arc.Add(_hanging[column]!, At(column));
                    }

                    break;
                case 2:
                    coming = Turn(column, north, east, coming);
                    break;
                default:
                    coming = Meet(column, (north, south, west, east), coming);
                    break;
            }
        }

        Simplify(isLine);
    }

    // A corner at which an arc goes another way.
    private ArcEnd? Turn(int column, bool north, bool east, ArcEnd? coming)
    {
        var corner = At(column);
        switch ((north, east))
        {
            case (false, true):
                (coming, _hanging[column]) = Arc.AtCorner(corner, _regionsAbove[column + 1], _regions[column + 1]);
                return coming;
            case (false, false):
                Arc.Add(coming!, corner);
                _hanging[column] = coming;
                return null;
            case (true, true):
                coming = _hanging[column];
                Arc.Add(coming!, corner);
                _hanging[column] = null;
                return coming;
            default:
                Completed(Arc.Meet(_hanging[column]!, coming!, corner));
                _hanging[column] = null;
                return null;
        }
    }

    // A node: what comes ends, what goes begins.
    private ArcEnd? Meet(int column, (bool North, bool South, bool West, bool East) sides, ArcEnd? coming)
    {
        var node = At(column);
        if (sides.North)
        {
            Completed(Arc.Finish(_hanging[column]!, node, Heading.South));
        }

        if (sides.West)
        {
            Completed(Arc.Finish(coming!, node, Heading.East));
        }

        _hanging[column] = sides.South ? Arc.AtNode(node, Heading.South, _regions[column + 1], _regions[column]) : null;
        return sides.East ? Arc.AtNode(node, Heading.East, _regionsAbove[column + 1], _regions[column + 1]) : null;
    }

    private GridVertex At(int column)
    {
        var vertex = new GridVertex(column, _row);
        _map?.Set(vertex);
        return vertex;
    }

    private void Completed(Arc? arc)
    {
        if (arc is not null && _simplifier is not null)
        {
            _completed.Add(arc);
        }
    }

    // Not before the row's end: only then all vertices are known that may lie in the way.
    private void Simplify(bool isLine)
    {
        if (_simplifier is null)
        {
            return;
        }

        foreach (var arc in _completed)
        {
            arc.Vertices = _simplifier.Simplify(arc.Vertices);
        }

        _completed.Clear();
        if (isLine && _row > 0)
        {
            var seen = new HashSet<Arc>();
            foreach (var end in _hanging)
            {
                if (end is not null && seen.Add(end.Arc))
                {
                    end.Arc.Rewrite(_simplifier.Simplify);
                }
            }

            _simplifier.MoveOn();
        }
    }

    // Gives the regions away that the last row was the end of.
    private void Finish()
    {
        for (var column = 1; column <= _size.Width; column++)
        {
            if (_regionsAbove[column] != _regionsAbove[column - 1] && _regionsAbove[column].Root is { IsWanted: true, IsGiven: false } region && region.LastRow < _row)
            {
                region.IsGiven = true;
                if (_sink.IsWanted(region.Number, region.Pixels, region.SquareMetres))
                {
                    _sink.Add(new TracedRegion(region.Number, region.Pixels, region.SquareMetres, RingAssembly.RingsOf(region.Arcs)));
                }

                region.Forget();
            }
        }
    }
}
