using RasterAnalysis.Finiteness;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Runs a model on a GPU before a job asks for it: the driver's libraries are loaded, and TensorRT's engine is built and kept.</summary>
internal static class ModelWarmUp
{
    /// <summary>Warms up.</summary>
    /// <returns>What was found, for the log: the provider, and what there is to know.</returns>
    public static string Run(string path, NetworkRuntimes runtimes, long memory)
    {
        var package = runtimes.Read(path);
        if (package.Origin == NetworkOrigin.Python)
        {
            return "It is a Python raster function, which runs on the processor.";
        }

        var warnings = new List<string>();
        var (network, tiling) = Plan(package, runtimes, memory);
        var watch = package.Network is { } graph ? WatchPlanner.TryPlan(package.NetworkPath, graph, network, narrowing: null, tiling) : null;
        var load = new NetworkLoad(package.NetworkPath, ProcessorType.Gpu) { NetworkKey = PlanIdentity.NetworkKeyOf(package), Logits = network.Logits, Watch = watch };
        using var session = runtimes.For(package.NetworkPath).Load(load, warnings);
        NetworkWarmUp.Run(session, network, tiling);
        return string.Join(' ', [$"{session.ExecutionProvider}.", .. warnings]);
    }

    /// <summary>
    /// As a job with no arguments of its own is planned. Tiles follow from the raster's size: those of others may differ a little, and TensorRT builds anew for larger ones.
    /// </summary>
    private static (NetworkProfile Network, TilingPlan Tiling) Plan(ModelPackage package, NetworkRuntimes runtimes, long memory)
    {
        using var loaded = ProfiledNetwork.Load(package, ProcessorType.Cpu, runtimes, warnings: []);
        var arguments = package.ArgumentDefaults.Values;
        return (loaded.Profile, TilePlanner.Plan(package.Definition, loaded.Profile, arguments, ModelDescriber.LargeRaster, memory, warnings: []));
    }
}
