using RasterAnalysis.Finiteness;
using RasterAnalysis.Models;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tiling;
using RasterAnalysis.Tools.ClassifyPixels;
using RasterAnalysis.Worker.RasterFunctions;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Opens a package, tries its network and says what it is: the checks when it comes in (<c>docs/reference/dlpk-and-emd.md#what-can-be-told-when-a-package-comes-in</c>).</summary>
internal static class ModelDescriber
{
    /// <summary>What is planned for while there is no raster: a scene of a satellite is as usual as anything.</summary>
    public static readonly RasterSize LargeRaster = new(10_000, 10_000);

    /// <param name="path">Folder of the unpacked package, or an <c>.emd</c>.</param>
    /// <param name="runtimes">What may run its network.</param>
    /// <param name="memory">Bytes that the intermediate results of one run may take.</param>
    public static DescribedModel Describe(string path, NetworkRuntimes runtimes, long memory)
    {
        var package = runtimes.Read(path);
        if (package.Definition.Task == ModelTask.ObjectClassification)
        {
            return ObjectClassifierDescriber.Describe(package, runtimes);
        }

        if (package.Definition.Task != ModelTask.PixelClassification)
        {
            return DetectorDescriber.Describe(package, runtimes);
        }

        var warnings = new List<string>(package.Warnings);
        using var loaded = ProfiledNetwork.LoadForTrial(package, runtimes, warnings);
        var (definition, network, session) = (loaded.Definition, loaded.Profile, loaded.Session);
        var channels = ChannelMapRules.Make(definition, network, predictBackground: null, warnings);
        ClassifiedRasterProfile.For(channels.Classes);
        var arguments = package.ArgumentDefaults.Values;
        var tiling = TilePlanner.Plan(definition, network, arguments, LargeRaster, memory, warnings);
        var watch = package.Network is { } graph ? WatchPlanner.TryPlan(package.NetworkPath, graph, network, narrowing: null, tiling) : null;
        var seams = SeamReport.Of(network, tiling, arguments.Padding is not null) with { NonFiniteNodes = [.. (watch?.Nodes ?? []).Select(node => node.Node)] };
        var measured = NoiseProbe.Measure(seams, definition, network, channels, tiling, session);
        var taken = session is FunctionSession function ? FunctionArguments.Describe(function.Configuration)
            : OnnxFunctionArguments.For(definition, network, tiling, package.Function, package.ArgumentDefaults.Texts);
        return new DescribedModel(PackageCard.Of(package, definition, network, measured, taken) with { Speed = TileTimer.Measure(session, network, tiling) }, warnings);
    }
}
