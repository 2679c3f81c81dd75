using System.Globalization;
using System.Runtime.InteropServices;
using RasterAnalysis.Inference;
using RasterAnalysis.Jobs;
using RasterAnalysis.Models;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Worker.Processing;

/// <summary>
/// Chooses a job's tiles by how quick its network is with them on this machine: measured once, before a job that is so large that measuring is little of
/// it, and remembered for all others.
/// </summary>
/// <param name="settings">Settings of the network.</param>
/// <param name="say">Hears what users should know.</param>
/// <param name="beforeRuns">Called before the network is run over whole tiles.</param>
internal sealed class TileChooser(OnnxRuntimeOptions settings, Action<JobMessageType, string> say, Action? beforeRuns)
{
    private readonly TileSpeedFolder _folder = new(settings.TileSpeeds);

    /// <summary>Plans the tiles.</summary>
    public TilingPlan Choose(
        ModelPackage package, NetworkProfile network, OnnxNetworkSession session, ModelArguments arguments, RasterSize output, ICollection<string> warnings)
    {
        TilingPlan Plan(TileSpeeds? speeds, ICollection<string> warnings) =>
            TilePlanner.Plan(package.Definition, network, arguments, output, settings.MaxRunMemory, warnings, speeds);
        var usual = Plan(null, warnings);
        var choices = TilePlanner.Choices(package.Definition, network, arguments, output, settings.MaxRunMemory);
        if (settings.TileSpeeds.Length == 0 || choices.Count < 2 || SpeedsOf(package, session, network, choices, output) is not { } speeds)
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
        ModelPackage package, OnnxNetworkSession session, NetworkProfile network, IReadOnlyList<TilingPlan> choices, RasterSize output)
    {
        string[] key =
        [
            PlanIdentity.NetworkKeyOf(package), session.ExecutionProvider, typeof(Microsoft.ML.OnnxRuntime.InferenceSession).Assembly.GetName().Version!.ToString(),
            $"{settings with { EngineCache = "", TileSpeeds = "" }}", $"{RuntimeInformation.ProcessArchitecture} {Environment.ProcessorCount}", Processor(),
        ];
        if (_folder.Find(key) is { } known)
        {
            return known;
        }

        if (!TileSpeedProbe.IsWorthwhile(choices, output))
        {
            return null;
        }

        beforeRuns?.Invoke();
        var speeds = TileSpeedProbe.Measure(choices, network, session, TimeProvider.System);
        _folder.Keep(key, speeds);
        return speeds;
    }

    private static string Processor()
    {
        const string name = "model name";
        try
        {
            return File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) ?? "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Environment.MachineName;
        }
    }
}
