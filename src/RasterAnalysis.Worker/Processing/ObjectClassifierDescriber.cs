using RasterAnalysis.Models;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tiling;
using RasterAnalysis.Tools.ClassifyObjects;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Opens a package that classifies objects, runs its network once and says what it is: the checks when it comes in.</summary>
internal static class ObjectClassifierDescriber
{
    /// <param name="package">The package.</param>
    /// <param name="runtimes">What may run its network.</param>
    /// <exception cref="ModelPackageException">The network is no such classifier, or cannot be run.</exception>
    public static DescribedModel Describe(ModelPackage package, NetworkRuntimes runtimes)
    {
        var (definition, warnings) = (package.Definition, new List<string>(package.Warnings));
        if (package.Origin == NetworkOrigin.Python)
        {
            throw new ModelPackageException("The package classifies objects by its Python raster function, and only networks do that here; export its network as ONNX and name it as ModelFile of the .emd.");
        }

        using var session = runtimes.For(package.NetworkPath).Load(new NetworkLoad(package.NetworkPath, ProcessorType.Cpu) { IsTrial = true }, warnings);
        var arguments = package.ArgumentDefaults.Values;
        var network = ObjectClassifierProfiler.Profile(session, package.Network, definition, arguments.TileSize, warnings);

        // a feature is seen as a whole wherever sections end
        var seams = new SeamReport(null, null, 0, false, true, [], null);
        return new DescribedModel(PackageCard.Of(package, definition, network, seams, ObjectClassifierArguments.For(definition, network)), warnings);
    }
}
