namespace RasterAnalysis.Detection.Overlap;

/// <summary>
/// Leaves of objects that overlap the surer ones, over all objects of a raster in one pass from the top down. What stays is exactly what greedy suppression of all objects at once leaves: by
/// <see cref="ObjectRank"/>, each object stays that overlaps with none that stays before it by more than the ratio. An object is decided when none can come any more that overlaps with it, and those
/// are decided that go before it; until then it is held.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class NonMaximumSuppression
{
    private readonly double _maxOverlapRatio;
    private readonly bool _isClassAgnostic;
    private readonly ObjectGrid _open = new();
    private readonly PriorityQueue<HeldObject, double> _byBottom = new();
    private readonly PriorityQueue<HeldObject, double> _byTop = new();
    private readonly PriorityQueue<HeldObject, HeldObject> _kept = new(Comparer<HeldObject>.Create(InOrder));
    private readonly Queue<HeldObject> _toExamine = new();
    private double _frontier = double.NegativeInfinity;
    private int _openCount;

    /// <summary>A pass over a raster.</summary>
    /// <param name="maxOverlapRatio">The largest overlap of two objects that both stay, as <see cref="OverlapRatio"/>: 0 for none, 1 to leave all objects.</param>
    /// <param name="isClassAgnostic">Whether objects of different classes suppress each other.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is not from 0 to 1.</exception>
    public NonMaximumSuppression(double maxOverlapRatio, bool isClassAgnostic = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxOverlapRatio);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxOverlapRatio, 1);
        (_maxOverlapRatio, _isClassAgnostic) = (maxOverlapRatio, isClassAgnostic);
    }

    /// <summary>Objects that are held in memory: those that are not decided, and those that stay and wait for others above them.</summary>
    public int Held => _openCount + _kept.Count;

    /// <summary>Takes objects, in pixels of the raster, in any order.</summary>
    /// <exception cref="ArgumentException">One begins above the row that <see cref="Advance"/> was told last.</exception>
    public void Add(IEnumerable<DetectedObject> objects)
    {
        foreach (var one in objects)
        {
            var held = new HeldObject(one);
            if (!(held.Top >= _frontier))
            {
                throw new ArgumentException(FormattableString.Invariant($"An object begins at row {held.Top}, and the pass is at row {_frontier} already."), nameof(objects));
            }

            _openCount++;
            _byBottom.Enqueue(held, held.Bottom);
            _byTop.Enqueue(held, held.Top);
            if (_maxOverlapRatio < 1)
            {
                _open.Add(held);
            }
        }
    }

    /// <summary>Says that no object will come any more whose box begins above a row.</summary>
    /// <param name="row">The row, in pixels of the raster; one above an earlier one changes nothing.</param>
    /// <returns>
    /// Objects that stay, by the upper edge of their boxes, then the left one, then rank. All calls together give all that stay in this order, wherever the calls were.
    /// </returns>
    public IReadOnlyList<DetectedObject> Advance(double row)
    {
        _frontier = Math.Max(_frontier, row);
        var complete = new List<HeldObject>();
        while (_byBottom.TryPeek(out var held, out var bottom) && bottom <= _frontier)
        {
            _byBottom.Dequeue();
            complete.Add(held);
        }

        // the surest first: most others are gone then when their turn comes
        foreach (var held in complete.Where(held => held.IsOpen).OrderBy(held => held.Object, ObjectRank.Instance))
        {
            _toExamine.Enqueue(held);
            ExamineAll();
        }

        return TakeOut();
    }

    /// <summary>Says that no object will come any more.</summary>
    /// <returns>The rest of those that stay, in the same order.</returns>
    public IReadOnlyList<DetectedObject> Finish() => Advance(double.PositiveInfinity);

    private void ExamineAll()
    {
        while (_toExamine.TryDequeue(out var one))
        {
            if (!one.IsOpen)
            {
                continue;
            }

            var before = _maxOverlapRatio < 1 ? Overlapping(one).Where(other => Rank(other, one) < 0).MinBy(other => other.Object, ObjectRank.Instance) : null;
            if (before is not null)
            {
                (before.Waiting ??= []).Add(one);
                continue;
            }

            Close(one);
            _kept.Enqueue(one, one);
            if (_maxOverlapRatio < 1)
            {
                // all that overlap and are open come after it
                foreach (var gone in Overlapping(one).ToArray())
                {
                    Close(gone);
                    foreach (var waiting in gone.Waiting ?? [])
                    {
                        _toExamine.Enqueue(waiting);
                    }
                }
            }
        }
    }

    private void Close(HeldObject one)
    {
        one.IsOpen = false;
        _openCount--;
        if (_maxOverlapRatio < 1)
        {
            _open.Remove(one);
        }
    }

    /// <summary>Open objects that overlap with one by more than the ratio.</summary>
    private IEnumerable<HeldObject> Overlapping(HeldObject one) => _open.Near(one).Where(other => other != one
        && (_isClassAgnostic || other.Object.Class == one.Object.Class)
        && other.Left < one.Right && one.Left < other.Right && other.Top < one.Bottom && one.Top < other.Bottom
        && (Rank(other, one) < 0 ? OverlapRatio.Of(other.Object.Box, one.Object.Box) : OverlapRatio.Of(one.Object.Box, other.Object.Box)) > _maxOverlapRatio);

    private List<DetectedObject> TakeOut()
    {
        while (_byTop.TryPeek(out var first, out _) && !first.IsOpen)
        {
            _byTop.Dequeue();
        }

        // what comes or is decided later begins no higher
        var bound = _byTop.TryPeek(out _, out var top) ? Math.Min(top, _frontier) : _frontier;
        var objects = new List<DetectedObject>();
        while (_kept.TryPeek(out var held, out _) && (held.Top < bound || double.IsPositiveInfinity(bound)))
        {
            objects.Add(_kept.Dequeue().Object);
        }

        return objects;
    }

    private static int Rank(HeldObject one, HeldObject other) => ObjectRank.Instance.Compare(one.Object, other.Object);

    private static int InOrder(HeldObject one, HeldObject other)
    {
        var order = one.Top.CompareTo(other.Top);
        return order != 0 ? order : (order = one.Left.CompareTo(other.Left)) != 0 ? order : Rank(one, other);
    }
}
