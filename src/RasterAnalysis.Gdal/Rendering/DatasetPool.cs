using RasterAnalysis.Gdal.Handles;

namespace RasterAnalysis.Gdal.Rendering;

// Files that were looked at a moment ago stay open, with the blocks that were decoded. Thread-safe; each dataset has one user at a time.
// They do not stay long: what an open file takes on disk is not free before it is closed, even when it was deleted.
internal sealed class DatasetPool : IDisposable
{
    private const int Most = 16;
    private readonly TimeSpan _idle;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly LinkedList<(string Identity, GdalDataset Dataset, long Since)> _datasets = [];
    private readonly ITimer _sweep;
    private bool _isDisposed;

    public DatasetPool(TimeSpan idle, TimeProvider time)
    {
        (_idle, _time) = (idle, time);
        _sweep = time.CreateTimer(_ => Sweep(), null, idle, idle);
    }

    // The one that was used last, since its blocks are the likeliest to be in the cache; null when there is none.
    public GdalDataset? Take(string identity)
    {
        lock (_gate)
        {
            for (var node = _datasets.First; node is not null; node = node.Next)
            {
                if (node.Value.Identity == identity)
                {
                    _datasets.Remove(node);
                    return node.Value.Dataset;
                }
            }
        }

        return null;
    }

    public void Return(string identity, GdalDataset dataset)
    {
        GdalDataset? surplus = null;
        lock (_gate)
        {
            if (_isDisposed)
            {
                surplus = dataset;
            }
            else
            {
                _datasets.AddFirst((identity, dataset, _time.GetTimestamp()));
                surplus = _datasets.Count > Most ? RemoveLast() : null;
            }
        }

        surplus?.Dispose();
    }

    public void Dispose()
    {
        _sweep.Dispose();
        lock (_gate)
        {
            _isDisposed = true;
        }

        Close(_ => true);
    }

    private void Sweep() => Close(since => _time.GetElapsedTime(since) >= _idle);

    private void Close(Func<long, bool> isDue)
    {
        List<GdalDataset> due = [];
        lock (_gate)
        {
            while (_datasets.Last is { } last && isDue(last.Value.Since))
            {
                due.Add(RemoveLast());
            }
        }

        due.ForEach(dataset => dataset.Dispose());
    }

    private GdalDataset RemoveLast()
    {
        var dataset = _datasets.Last!.Value.Dataset;
        _datasets.RemoveLast();
        return dataset;
    }
}
