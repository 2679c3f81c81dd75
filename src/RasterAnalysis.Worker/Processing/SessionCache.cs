using RasterAnalysis.Finiteness;
using RasterAnalysis.Gdal;
using RasterAnalysis.Inference;
using RasterAnalysis.Json;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Worker.Processing;

/// <summary>
/// The network that was used last stays loaded, for the next job with the same one: loading it is quick, but the memory of its first run is not. The network that a job was planned with
/// is the first that it may take.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
/// <param name="runtimes">What loads them.</param>
internal sealed class SessionCache(NetworkRuntimes runtimes) : IDisposable
{
    // of 1024 × 1024 pixels
    private const long FewPixels = 1L << 20;

    private (string Key, INetworkSession Session, bool IsInSmallPages)? _kept;
    private bool _usesSmallPages;

    /// <summary>What was found out of the network that a job was planned with last.</summary>
    public ProfileCache Profiles { get; } = new();

    /// <summary>Threads that work on one run where instances divide the cores: each core that two of them want slows both down.</summary>
    public static int ThreadsOf(OnnxRuntimeOptions settings, int instances) =>
        settings.IntraOpThreads > 0 ? settings.IntraOpThreads : Math.Max(1, Environment.ProcessorCount / instances);

    /// <summary>
    /// Has a network that is loaded next take its memory as suits the job: pages of 2 MiB make long work quicker by a fiftieth, but on virtual machines whose host takes free memory back they come
    /// slowly, which is much of a small job (<c>docs/decisions/0123-small-jobs-in-small-pages.md</c>).
    /// </summary>
    /// <param name="grid">The job's grid.</param>
    public void PrepareFor(GridPlan grid)
    {
        _usesSmallPages = grid.OutputGrid.Size.PixelCount <= FewPixels;
        NativeMemory.UseLargePages(!_usesSmallPages);
    }

    /// <summary>The network of a plan, loaded or kept. Who takes it gives it back.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="threads">Threads that work on one run.</param>
    public INetworkSession Take(TilePlan plan, int threads)
    {
        PrepareFor(plan.Grid);
        if (_kept is { } kept && Has(plan, threads))
        {
            (_kept, _usesSmallPages) = (null, kept.IsInSmallPages);
            return kept.Session;
        }

        // not two at once
        Forget();
        var warnings = new List<string>();
        var runtime = runtimes.For(plan.NetworkPath);
        INetworkSession Load(NetworkWatch? watch) => runtime.Load(
            new NetworkLoad(plan.NetworkPath, plan.ProcessorType)
            {
                NetworkKey = plan.NetworkKey, Threads = threads, Narrowing = plan.Narrowing, Quantization = plan.Quantization, Logits = plan.Network.Logits, Watch = watch,
                Function = plan.Network.Function,
            },
            warnings);
        INetworkSession session;
        try
        {
            session = Load(plan.Watch);
        }
        catch (Exception exception) when (plan.Watch is not null && exception is ModelPackageException or OnnxFormatException)
        {
            // to look at its nodes never makes a network unusable
            warnings.Add($"The network runs without being watched for NaN: {exception.Message}");
            session = Load(null);
        }

        // the planner has told the user about the GPU; why TensorRT was passed over is for the operator's log
        warnings.ForEach(Console.Error.WriteLine);
        try
        {
            if (session.PreparesShapes)
            {
                NetworkWarmUp.Run(session, plan.Network, plan.Tiling);
            }

            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Keeps a network until another one is asked for.</summary>
    public void GiveBack(TilePlan plan, int threads, INetworkSession session)
    {
        Forget();
        _kept = (KeyOf(plan, threads), session, _usesSmallPages);
    }

    /// <summary>
    /// Keeps the network that a plan was made with, where it is the one that sections will run: on a processor, with nothing of its graph changed. TensorRT prepares networks that are tried
    /// another way, and one that is cut or watched is another one.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="threads">Threads that work on one run.</param>
    /// <param name="tried">The network.</param>
    public void Keep(TilePlan plan, int threads, ProfiledNetwork tried)
    {
        // one that has run before is better still
        if (tried.Session.IsOnProcessor && plan is { Narrowing: null, Watch: null, Quantization: null } && !Has(plan, threads))
        {
            GiveBack(plan, threads, tried.Take());
        }
    }

    /// <summary>Unloads the network that is kept, if there is one: its memory is wanted.</summary>
    public void Forget()
    {
        _kept?.Session.Dispose();
        _kept = null;
    }

    public void Dispose() => Forget();

    /// <summary>Whether the network that is kept will do: for a small job in any pages, for others not in small ones.</summary>
    private bool Has(TilePlan plan, int threads) =>
        plan.NetworkKey is not null && _kept is { } kept && kept.Key == KeyOf(plan, threads) && (_usesSmallPages || !kept.IsInSmallPages);

    private static string KeyOf(TilePlan plan, int threads) =>
        $"{plan.NetworkKey} {plan.ProcessorType} {threads} {plan.Network.Logits} {plan.Quantization?.Hash} {(plan.Narrowing is { } narrowing ? PlanJson.Write(narrowing) : "")} {(plan.Watch is { } watch ? PlanJson.Write(watch) : "")} {(plan.Network.Function is { } call ? PlanJson.Write(call) : "")}";
}
