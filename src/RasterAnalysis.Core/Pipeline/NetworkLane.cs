using System.Diagnostics;
using RasterAnalysis.Inference;

namespace RasterAnalysis.Pipeline;

/// <summary>One of the runs that go on side by side, and how many of its results are still to be pasted: those of more are gone.</summary>
/// <remarks><see cref="Run"/> is one thread's, <see cref="Pasted"/> another one's.</remarks>
internal sealed class NetworkLane : IDisposable
{
    private readonly SemaphoreSlim _results;
    private readonly INetworkSession _network;
    private readonly INetworkSession? _fork;
    private long _busy;

    /// <summary>Makes a lane.</summary>
    /// <param name="plan">The job's plan.</param>
    /// <param name="network">The network; stays the caller's.</param>
    /// <param name="isFirst">Whether it runs on the network itself, rather than on a fork.</param>
    public NetworkLane(TilePlan plan, INetworkSession network, bool isFirst)
    {
        _fork = isFirst ? null : network.Fork();
        _network = _fork ?? network;
        Runner = plan.OutputNames.Count > 0 ? new OutputsRunner(plan, _network) : new NetworkRunner(plan, _network);
        _results = new SemaphoreSlim(Runner.KeepsOneResult ? 1 : 2);
    }

    /// <summary>For how long it has run, in ticks of the stopwatch.</summary>
    public long Busy => Interlocked.Read(ref _busy);

    /// <summary>What runs batches, and tells what they gave.</summary>
    public ITileRunner Runner { get; }

    /// <summary>Runs a batch as soon as its scores have room.</summary>
    public void Run(TileBatch batch)
    {
        _results.Wait();
        batch.Lane = this;
        (_network as IPlacedSession)?.Place(batch.Tiles[0].ReadWindow);
        var begun = Stopwatch.GetTimestamp();
        batch.Work.Try(() => batch.Work.Running.Measure(() => Runner.Run(batch)));
        Interlocked.Add(ref _busy, Stopwatch.GetTimestamp() - begun);
    }

    /// <summary>The scores of a batch are not needed any more.</summary>
    public void Pasted() => _results.Release();

    public void Dispose()
    {
        _results.Dispose();
        _fork?.Dispose();
    }
}
