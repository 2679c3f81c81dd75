using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Worker.Processing;

/// <summary>What is said of a package whose network was tried, whatever it is for.</summary>
internal static class PackageCard
{
    /// <param name="package">The package.</param>
    /// <param name="definition">Its definition, with what its network says of itself.</param>
    /// <param name="network">How its network is fed and read.</param>
    /// <param name="seams">What tiles do to it.</param>
    /// <param name="arguments">The arguments that a job may give.</param>
    public static ModelDescription Of(
        ModelPackage package, ModelDefinition definition, NetworkProfile network, SeamReport seams, IReadOnlyList<ModelArgumentInfo> arguments) =>
        new(
            definition.ModelName.Length > 0 ? definition.ModelName : Path.GetFileNameWithoutExtension(definition.ModelFile ?? package.NetworkPath),
            definition.Description,
            package.Definition.Framework,
            Path.GetFileName(package.DefinitionPath),
            definition.Document.ToJsonString(),
            definition.Classes,
            [.. definition.ExtractBands.Select(band => band.ToString())],
            network,
            seams,
            arguments)
        {
            Origin = package.Origin,
            Preparation = package.Preparation,
        };
}
