using System.Collections.Concurrent;
using System.Diagnostics;
using RasterAnalysis.Inference;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Pipeline;

/// <summary>
/// Threads in a row, through which the batches of section after section go: read and normalise, run, decode and paste. The threads that read get tiles of the section that was added first until
/// it has none left, then of the next. As many batches go round as threads read and run, so that one
/// is read or pasted while another one is run, also where one section ends and the next one begins.
/// </summary>
/// <remarks>
/// Sections are read in their order; where several threads read or run, their batches may overtake one another, which changes no pixel: tiles do not
/// overlap where they are pasted.
/// </remarks>
internal sealed class SectionPipeline : IDisposable
{
    // seconds
    private const double LookAfter = 0.3;
    private const double BusyShare = 0.6;

    private readonly BlockingCollection<SectionWork> _sections = [];
    private readonly Lock _reads = new();
    private readonly BatchFiller[] _fillers;
    private readonly NetworkLane[] _lanes;
    private readonly ITileRunner _runner;
    private readonly NonFiniteCounter? _counter;
    private readonly TileBatch[] _batches;
    private readonly BlockingCollection<TileBatch> _free = [];
    private readonly BlockingCollection<TileBatch> _filled = [];
    private readonly BlockingCollection<TileBatch> _scored = [];
    private readonly Thread[] _threads;
    private readonly Action? _stepAside;
    private readonly long _begun = Stopwatch.GetTimestamp();
    private volatile bool _isNetworkBusy;
    private SectionWork? _current;
    private int _reading;
    private int _running;

    /// <summary>Starts the threads.</summary>
    /// <param name="plan">The job's plan.</param>
    /// <param name="readers">One for each thread that reads; they stay the caller's.</param>
    /// <param name="network">The network, with as many runs at a time as it likes; stays the caller's.</param>
    /// <param name="capacity">Tiles of a batch.</param>
    /// <param name="stepAside">Called on the threads that read and paste once the network is what takes the time; null for nothing.</param>
    public SectionPipeline(TilePlan plan, IReadOnlyList<IRasterReader> readers, INetworkSession network, int capacity, Action? stepAside)
    {
        _stepAside = stepAside;
        _lanes = [.. Enumerable.Range(0, network.ConcurrentRuns).Select(lane => new NetworkLane(plan, network, isFirst: lane == 0))];
        _runner = _lanes[0].Runner;
        _counter = plan.Watch is { } watch ? new NonFiniteCounter(plan, watch) : null;
        _fillers = [.. readers.Select(reader => new BatchFiller(plan, reader, _runner.TensorLength))];
        var tilePixels = checked(plan.Tiling.TileWidth * plan.Tiling.TileHeight);
        _batches = [.. Enumerable.Range(0, _fillers.Length + _lanes.Length).Select(_ => new TileBatch(network, _runner.TensorLength, tilePixels, capacity))];
        Array.ForEach(_batches, _free.Add);

        (_reading, _running) = (_fillers.Length, _lanes.Length);
        _threads =
        [
            .. _fillers.Select(filler => Start(() => Fill(filler), "read")),
            .. _lanes.Select(lane => Start(() => Run(lane), "network")),
            Start(Paste, "paste"),
        ];
    }

    /// <summary>Adds a section behind the others; from any thread.</summary>
    public void Add(SectionWork work) => _sections.Add(work);

    /// <summary>Waits until every section that was added is through; none may be added any more.</summary>
    public void Dispose()
    {
        _sections.CompleteAdding();
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        IDisposable[] parts = [_sections, _free, _filled, _scored, .. _fillers, .. _batches, .. _lanes];
        Array.ForEach(parts, part => part.Dispose());
    }

    private static Thread Start(Action stage, string name)
    {
        var thread = new Thread(stage.Invoke) { IsBackground = true, Name = name };
        thread.Start();
        return thread;
    }

    private void Fill(BatchFiller filler)
    {
        var isAside = false;
        while (true)
        {
            StepAside(ref isAside);

            // who waits for a section has a batch, so that whoever has a section need not wait for one
            var batch = _free.Take();
            lock (_reads)
            {
                if (NextSection() is not { } work)
                {
                    break;
                }

                batch.Begin(work);
            }

            batch.Work.Try(() => batch.Work.Reading.Measure(() => filler.Fill(batch)));

            // here and not before the run: batches of sections that are wanted would wait behind it
            batch.Work.WaitUntilWanted();
            _filled.Add(batch);
        }

        if (Interlocked.Decrement(ref _reading) == 0)
        {
            _filled.CompleteAdding();
        }
    }

    /// <summary>The section that has tiles left; waits for one. Null once all that were added are handed out.</summary>
    private SectionWork? NextSection()
    {
        while (_current is null || _current.IsExhausted || _current.IsStopped)
        {
            _current?.Close();
            if (!_sections.TryTake(out _current, Timeout.Infinite))
            {
                return null;
            }
        }

        return _current;
    }

    private void Run(NetworkLane lane)
    {
        foreach (var batch in _filled.GetConsumingEnumerable())
        {
            if (batch.Tiles.Count > 0 && !batch.Work.IsStopped)
            {
                lane.Run(batch);
                NoteBusyNetwork();
            }

            batch.Work.Report(batch.Looked);
            _scored.Add(batch);
        }

        if (Interlocked.Decrement(ref _running) == 0)
        {
            _scored.CompleteAdding();
        }
    }

    /// <summary>Notes that the network is what takes the time, once it has been so for so long that it will stay so.</summary>
    private void NoteBusyNetwork()
    {
        var elapsed = Stopwatch.GetTimestamp() - _begun;
        if (!_isNetworkBusy && elapsed > LookAfter * Stopwatch.Frequency)
        {
            _isNetworkBusy = _lanes.Sum(lane => lane.Busy) > BusyShare * elapsed * _lanes.Length;
        }
    }

    private void StepAside(ref bool isAside)
    {
        if (_isNetworkBusy && !isAside)
        {
            isAside = true;
            _stepAside?.Invoke();
        }
    }

    private void Paste()
    {
        var isAside = false;
        foreach (var batch in _scored.GetConsumingEnumerable())
        {
            StepAside(ref isAside);
            var work = batch.Work;
            if (batch.Lane is { } lane)
            {
                work.Try(() => HandOver(batch));
                lane.Pasted();
            }

            _free.Add(batch);
            work.Close();
        }
    }

    private void HandOver(TileBatch batch)
    {
        for (var place = 0; place < batch.Tiles.Count; place++)
        {
            batch.Work.Sink.Take(_runner.ScoresOf(batch, place));
            if (batch.NonFinite is { } elements)
            {
                _counter?.Count(batch, place, elements);
            }
        }
    }
}
