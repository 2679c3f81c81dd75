using System.Collections.Concurrent;
using RasterAnalysis.Inference;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Classification;

/// <summary>
/// Three threads in a row, through which the batches of section after section go: read and normalise, run, decode and paste. Two batches go round, so that one is read
/// or pasted while the other one is run, also where one section ends and the next one begins.
/// </summary>
/// <remarks>Sections may be added from any thread. Their order stays.</remarks>
internal sealed class SectionPipeline : IDisposable
{
    private const int Batches = 2;
    private readonly NetworkRunner _runner;
    private readonly BatchFiller _filler;
    private readonly TilePaster _paster;
    private readonly BlockingCollection<SectionWork> _sections = [];
    private readonly TileBatch[] _batches;
    private readonly BlockingCollection<TileBatch> _free = [];
    private readonly BlockingCollection<TileBatch> _filled = [];
    private readonly BlockingCollection<TileBatch> _scored = [];

    // runs whose scores are not pasted yet: those of more are gone
    private readonly SemaphoreSlim _results;
    private readonly Thread[] _threads;

    public SectionPipeline(ClassificationPlan plan, IRasterReader reader, INetworkSession network, int capacity, Action? onHelperThread)
    {
        _runner = new NetworkRunner(plan, network);
        _filler = new BatchFiller(plan, reader, _runner.TensorLength);
        _paster = new TilePaster(plan, _runner);
        _results = new SemaphoreSlim(_runner.KeepsOneResult ? 1 : 2);
        var tilePixels = checked(plan.Tiling.TileWidth * plan.Tiling.TileHeight);
        _batches = [.. Enumerable.Range(0, Batches).Select(_ => new TileBatch(_runner.TensorLength, tilePixels, capacity))];
        Array.ForEach(_batches, _free.Add);

        _threads = [Start(onHelperThread + Fill, "read"), Start(Run, "network"), Start(onHelperThread + Paste, "paste")];
    }

    /// <summary>Has a section done behind those that were added before.</summary>
    public void Add(SectionWork work) => _sections.Add(work);

    /// <summary>Waits until every section that was added is through.</summary>
    public void Dispose()
    {
        _sections.CompleteAdding();
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        foreach (var part in new IDisposable[] { _results, _sections, _free, _filled, _scored, _filler }.Concat(_batches))
        {
            part.Dispose();
        }
    }

    private static Thread Start(Action stage, string name)
    {
        var thread = new Thread(stage.Invoke) { IsBackground = true, Name = name };
        thread.Start();
        return thread;
    }

    private void Fill()
    {
        foreach (var work in _sections.GetConsumingEnumerable())
        {
            TileBatch batch;
            do
            {
                batch = _free.Take();
                batch.Begin(work);
                work.Try(() => _filler.Fill(work, batch));
                batch.IsLast = work.IsExhausted || work.IsStopped;
                _filled.Add(batch);
            }
            while (!batch.IsLast);
        }

        _filled.CompleteAdding();
    }

    private void Run()
    {
        foreach (var batch in _filled.GetConsumingEnumerable())
        {
            batch.Work.WaitUntilWanted();
            if (batch.Tiles.Count > 0 && !batch.Work.IsStopped)
            {
                _results.Wait();
                batch.Work.Try(() => batch.Scores = _runner.Run(batch.Tensor, batch.Tiles.Count));
                batch.HasRun = true;
            }

            batch.Work.Report(batch.Share);
            _scored.Add(batch);
        }

        _scored.CompleteAdding();
    }

    private void Paste()
    {
        foreach (var batch in _scored.GetConsumingEnumerable())
        {
            var (work, isLast) = (batch.Work, batch.IsLast);
            if (batch.HasRun)
            {
                work.Try(() => Paste(batch));
                _results.Release();
            }

            _free.Add(batch);
            if (isLast)
            {
                work.Finish();
            }
        }
    }

    private void Paste(TileBatch batch)
    {
        for (var place = 0; place < batch.Tiles.Count; place++)
        {
            var scores = batch.Scores.Span.Slice(place * _runner.ScoreLength, _runner.ScoreLength);
            _paster.Paste(batch.Tiles[place], scores, batch.ValidityOf(place), batch.Work.Window, batch.Work.Canvas);
        }
    }
}
