using RasterAnalysis.BackgroundJobs.Instances;
using RasterAnalysis.Classification;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.OnnxRuntime;

namespace RasterAnalysis.Worker.Processing;

/// <summary>Opens a package, tries its network and says what it is: the checks at publish time (<c>dlpk-emd</c> 6.4).</summary>
internal static class ModelDescriber
{
    public static DescribedModel Describe(string path, OnnxRuntimeOptions settings)
    {
        var package = Read(path);
        var warnings = new List<string>(package.Warnings);
        using var session = OnnxNetworkSession.Load(package.NetworkPath, ProcessorType.Cpu, settings, warnings);
        var network = NetworkProfiler.Profile(session, package.Definition, warnings);
        var channels = ChannelMapRules.Make(package.Definition, network, predictBackground: null, warnings);
        ClassifiedRasterProfile.For(channels.Classes);
        var definition = package.Definition;
        return new DescribedModel(
            new ModelDescription(
                definition.ModelName.Length > 0 ? definition.ModelName : Path.GetFileNameWithoutExtension(package.NetworkPath),
                definition.Description,
                definition.Framework,
                Path.GetFileName(package.DefinitionPath),
                definition.Document.ToJsonString(),
                definition.Classes,
                [.. definition.ExtractBands.Select(band => band.ToString())],
                network,
                OnnxFunctionArguments.For(definition, network)),
            warnings);
    }

    public static ModelPackage Read(string path) =>
        Directory.Exists(path) ? ModelPackageReader.Read(path) : ModelPackageReader.ReadDefinitionFile(path);
}
