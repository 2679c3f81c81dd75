using RasterAnalysis.Gdal.Handles;

namespace RasterAnalysis.Gdal.Rendering;

// Files stay open for a while, with the blocks that were decoded. Thread-safe; each dataset has one user at a time.
// It is counted from when a file was opened: what lies behind or beside it may change while it stays the same, and what it takes on disk is not free
// before it is closed, even when it was deleted.
internal sealed class DatasetPool : IDisposable
{
    private const int Most = 16;
    private readonly TimeSpan _life;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();

    // the one that was used last is the first
    private readonly List<(string Identity, Pooled Dataset)> _datasets = [];
    private readonly ITimer _sweep;
    private volatile bool _isDisposed;

    public DatasetPool(TimeSpan life, TimeProvider time)
    {
        (_life, _time) = (life, time);
        _sweep = time.CreateTimer(_ => Close(IsOld), null, life, life);
    }

    // A dataset that was just opened.
    public Pooled Opened(GdalDataset dataset) => new(dataset, _time.GetTimestamp());

    // The one that was used last, since its blocks are the likeliest to be in the cache; null when there is none.
    public Pooled? Take(string identity)
    {
        lock (_gate)
        {
            var index = _datasets.FindIndex(entry => entry.Identity == identity && !IsOld(entry.Dataset));
            if (index < 0)
            {
                return null;
            }

            var found = _datasets[index].Dataset;
            _datasets.RemoveAt(index);
            return found;
        }
    }

    public void Return(string identity, Pooled dataset)
    {
        lock (_gate)
        {
            _datasets.Insert(0, (identity, dataset));
        }

        Close(_isDisposed ? _ => true : IsOld);
    }

    public void Dispose()
    {
        _sweep.Dispose();
        _isDisposed = true;
        Close(_ => true);
    }

    private bool IsOld(Pooled dataset) => _time.GetElapsedTime(dataset.Opened) >= _life;

    // Closes what is due, and what is too many.
    private void Close(Predicate<Pooled> isDue)
    {
        List<Pooled> due = [];
        lock (_gate)
        {
            for (var i = _datasets.Count - 1; i >= 0; i--)
            {
                if (i >= Most || isDue(_datasets[i].Dataset))
                {
                    due.Add(_datasets[i].Dataset);
                    _datasets.RemoveAt(i);
                }
            }
        }

        due.ForEach(pooled => pooled.Dataset.Dispose());
    }

    // A dataset, and when it was opened (TimeProvider's timestamp).
    internal sealed record Pooled(GdalDataset Dataset, long Opened)
    {
        private readonly Lazy<ClassLevels?> _classes = new(() => ClassLevels.Of(Dataset), isThreadSafe: false);

        // What is known of it as a class raster, looked at once; null where it is none.
        public ClassLevels? Classes => _classes.Value;
    }
}
