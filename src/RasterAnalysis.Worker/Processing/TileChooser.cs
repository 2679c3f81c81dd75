using System.Globalization;
using System.Runtime.InteropServices;
using RasterAnalysis.Inference;
using RasterAnalysis.Jobs;
using RasterAnalysis.Models;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Rasters;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Worker.Processing;

/// <summary>
/// Chooses a job's tiles by how quick its network is with them on this machine: measured once, before a job that is so large that measuring is little of
/// it, and remembered for all others.
/// </summary>
/// <param name="settings">Settings of the network.</param>
/// <param name="runtime">What runs the network.</param>
/// <param name="say">Hears what users should know.</param>
/// <param name="beforeRuns">Called before the network is run over whole tiles.</param>
/// <param name="onRun">Called after each of those runs, as a sign of life.</param>
internal sealed class TileChooser(OnnxRuntimeOptions settings, INetworkRuntime runtime, Action<JobMessageType, string> say, Action? beforeRuns, Action? onRun)
{
    private readonly KeptValues<TileSpeeds> _kept = new(settings.TileSpeeds, IsWhole);

    /// <summary>Whether the network was run over tiles of many sizes, whose memory it still holds.</summary>
    public bool HasMeasured { get; private set; }

    /// <summary>Plans the tiles.</summary>
    /// <param name="package">The network's package.</param>
    /// <param name="network">How it is fed and read.</param>
    /// <param name="session">The network.</param>
    /// <param name="arguments">The job's arguments.</param>
    /// <param name="output">The output's size.</param>
    /// <param name="warnings">Receives what the user should know.</param>
    /// <param name="variant">Tells another form of the network apart, whose speed is another; null for as it is.</param>
    public TilingPlan Choose(
        ModelPackage package, NetworkProfile network, INetworkSession session, ModelArguments arguments, RasterSize output, ICollection<string> warnings,
        string? variant = null)
    {
        TilingPlan Plan(TileSpeeds? speeds, ICollection<string> warnings) =>
            TilePlanner.Plan(package.Definition, network, arguments, output, settings.MaxRunMemory, warnings, speeds);
        var usual = Plan(null, warnings);
        var choices = TilePlanner.Choices(package.Definition, network, arguments, output, settings.MaxRunMemory);

        // not on GPUs: the key does not tell them apart, and jobs that TensorRT runs are planned on CUDA
        var isMeasured = settings.TileSpeeds.Length > 0 && session.IsOnProcessor;
        if (!isMeasured || choices.Count < 2 || SpeedsOf(package, session, network, arguments, choices, output, variant) is not { } speeds)
        {
            return usual;
        }

        var chosen = Plan(speeds, []);
        if (chosen.TileWidth != usual.TileWidth)
        {
            say(JobMessageType.Informative, string.Create(
                CultureInfo.InvariantCulture,
                $"Tiles of {chosen.TileWidth}×{chosen.TileHeight} pixels are quicker with this network here: {1 / speeds.SecondsPerMegapixel(chosen.TileWidth):0.00} megapixels per second "
                + $"rather than {1 / speeds.SecondsPerMegapixel(usual.TileWidth):0.00} with {usual.TileWidth}×{usual.TileHeight}."));
        }

        return chosen;
    }

    private TileSpeeds? SpeedsOf(
        ModelPackage package, INetworkSession session, NetworkProfile network, ModelArguments arguments, IReadOnlyList<TilingPlan> choices, RasterSize output, string? variant)
    {
        string[] key =
        [
            PlanIdentity.NetworkKeyOf(package) + variant, runtime.Version,
            $"{settings.IntraOpThreads} {settings.MaxRunMemory} batch {arguments.BatchSize ?? package.Definition.BatchSize}",
            $"{RuntimeInformation.ProcessArchitecture} {Environment.ProcessorCount}", Processor(),
        ];
        if (_kept.Find(key) is { } known)
        {
            return new TileSpeeds([.. known.Measured.OrderBy(speed => speed.Side)]);
        }

        if (!TileSpeedProbe.IsWorthwhile(choices, output))
        {
            return null;
        }

        beforeRuns?.Invoke();
        HasMeasured = true;
        var speeds = TileSpeedProbe.Measure(choices, network, session, TimeProvider.System, onRun);
        _kept.Keep(key, speeds);
        return speeds;
    }

    private static bool IsWhole(TileSpeeds speeds) => speeds.Measured is { Count: > 0 } measured
        && measured.All(speed => speed.Side > 0 && speed.SecondsPerMegapixel > 0 && double.IsFinite(speed.SecondsPerMegapixel));

    private static string Processor()
    {
        const string name = "model name";
        try
        {
            return File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) ?? Environment.MachineName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Environment.MachineName;
        }
    }
}
