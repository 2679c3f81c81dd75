using RasterAnalysis.Detection;
using RasterAnalysis.Models;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tiling;
using RasterAnalysis.Tools.DetectObjects;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Opens a detector's package, runs its network once and says what it is: the checks when it comes in.</summary>
internal static class DetectorDescriber
{
    /// <param name="package">The package.</param>
    /// <param name="runtimes">What may run its network.</param>
    /// <exception cref="ModelPackageException">The network is no detector whose outputs are known, or cannot be run.</exception>
    public static DescribedModel Describe(ModelPackage package, NetworkRuntimes runtimes)
    {
        var (definition, warnings) = (package.Definition, new List<string>(package.Warnings));
        ModelTaskRules.Require(definition, ModelTask.PixelClassification, ModelTask.ObjectDetection, ModelTask.InstanceSegmentation);
        using var session = runtimes.For(package.NetworkPath).Load(new NetworkLoad(package.NetworkPath, ProcessorType.Cpu) { IsTrial = true }, warnings);
        var arguments = package.ArgumentDefaults.Values;
        var (network, layout) = DetectorProfiler.Profile(session, package.Network, definition, arguments.TileSize, warnings);
        var (tiling, size) = DetectionTiling.Plan(definition, network, layout, arguments, new DetectionArguments(), warnings);
        var seams = SeamReport.OfObjects(tiling, size, arguments.Padding is not null);
        return new DescribedModel(PackageCard.Of(package, definition, network, seams, DetectorArguments.For(definition, network, layout, tiling, size)) with { Detector = layout }, warnings);
    }
}
