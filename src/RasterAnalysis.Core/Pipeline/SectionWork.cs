using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Pipeline;

/// <summary>A section on its way through the pipeline: its tiles, how many of them have been taken and done, who still works on it, and how it ended.</summary>
/// <param name="section">Window in output pixels.</param>
/// <param name="window">The same in pixels of the processing grid.</param>
/// <param name="sink">Where its scores go.</param>
/// <param name="tiles">Its tiles.</param>
/// <param name="watched">Nodes of the network that are watched.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class SectionWork(PixelWindow section, PixelWindow window, ISectionSink sink, Tile[] tiles, int watched = 0)
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private Action<double>? _progress;
    private int _done;
    private int _taken;

    // the pipeline, while tiles are left, and each batch
    private int _open = 1;
    private volatile Exception? _failure;

    /// <summary>Window in output pixels.</summary>
    public PixelWindow Section => section;

    /// <summary>Window in pixels of the processing grid.</summary>
    public PixelWindow Window => window;

    /// <summary>Where its scores go.</summary>
    public ISectionSink Sink => sink;

    /// <summary>For each node that is watched, pixels for which it made no finite number. The thread that pastes counts.</summary>
    public long[] NonFinite { get; } = new long[watched];

    /// <summary>How long it is read and normalised.</summary>
    public StageClock Reading { get; } = new();

    /// <summary>How long the network runs for it.</summary>
    public StageClock Running { get; } = new();

    /// <summary>Whether every tile has been taken.</summary>
    public bool IsExhausted => Volatile.Read(ref _taken) >= tiles.Length;

    /// <summary>Whether it failed or was given up: what is left of it is not done.</summary>
    public bool IsStopped => _failure is not null;

    /// <summary>The next tile; null when every one has been taken.</summary>
    public Tile? Take() => Interlocked.Increment(ref _taken) is var number && number <= tiles.Length ? tiles[number - 1] : null;

    /// <summary>A tile's core in pixels of the section.</summary>
    public PixelWindow InSection(Tile tile) => tile.CoreWindow with
    {
        ColumnOffset = tile.CoreWindow.ColumnOffset - window.ColumnOffset, RowOffset = tile.CoreWindow.RowOffset - window.RowOffset,
    };

    /// <summary>Lets the network run it; until then it is only read.</summary>
    public void Want() => _wanted.TrySetResult();

    /// <summary>Waits for <see cref="Want"/> or <see cref="Stop"/>.</summary>
    public void WaitUntilWanted() => _wanted.Task.GetAwaiter().GetResult();

    /// <summary>Tells somebody how far it is, at once and after each run.</summary>
    /// <param name="progress">Hears the share that is done, 0 to 1, one call at a time; null for nobody.</param>
    public void ReportTo(Action<double>? progress)
    {
        lock (_lock)
        {
            _progress = progress;
            if (_done > 0)
            {
                progress?.Invoke(_done / (double)tiles.Length);
            }
        }
    }

    /// <summary>Notes that so many more tiles are done.</summary>
    public void Report(int looked)
    {
        lock (_lock)
        {
            _done += looked;
            Try(() => _progress?.Invoke(_done / (double)tiles.Length));
        }
    }

    /// <summary>Does a part of it, unless it is stopped; a part that fails stops it.</summary>
    public void Try(Action part)
    {
        if (IsStopped)
        {
            return;
        }

        try
        {
            part();
        }
        catch (Exception exception)
        {
            // all of them: Wait throws it on
            Stop(exception);
        }
    }

    /// <summary>Gives it up.</summary>
    /// <param name="failure">Why; the first reason stays.</param>
    public void Stop(Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        _wanted.TrySetResult();
    }

    /// <summary>Gives it up because nobody wants it, and waits until nothing of it is left in the pipeline.</summary>
    public void GiveUp()
    {
        Stop(new OperationCanceledException());
        _end.Task.GetAwaiter().GetResult();
    }

    /// <summary>Somebody begins to work on it.</summary>
    public void Open() => Interlocked.Increment(ref _open);

    /// <summary>Somebody has ended; after the last one nothing of it is in the pipeline any more.</summary>
    public void Close()
    {
        if (Interlocked.Decrement(ref _open) == 0)
        {
            _end.TrySetResult();
        }
    }

    /// <summary>Has it stopped before its next run when a token is cancelled; until the registration is disposed of.</summary>
    public CancellationTokenRegistration StopOn(CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister((_, token) => Stop(new OperationCanceledException(token)), null);

    /// <summary>Waits until it is through.</summary>
    /// <exception cref="Exception">What stopped it.</exception>
    public void Wait()
    {
        _end.Task.GetAwaiter().GetResult();
        if (_failure is { } failure)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }
}
