using RasterAnalysis.Detection;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;

namespace RasterAnalysis.Tiling;

/// <summary>What a package is, found out once when it comes in; what <c>GET /items/{id}/model</c> answers.</summary>
/// <param name="ModelName"><c>ModelName</c> of the <c>.emd</c>, or the name of its file.</param>
/// <param name="Description"><c>Description</c> of the <c>.emd</c>.</param>
/// <param name="Framework"><c>Framework</c> of the <c>.emd</c>.</param>
/// <param name="DefinitionFile">Path of the <c>.emd</c> inside the package.</param>
/// <param name="Definition">The <c>.emd</c> itself, as JSON text.</param>
/// <param name="Classes">Classes with values and colours.</param>
/// <param name="ExtractBands">Bands that the network takes, as the <c>.emd</c> selects them; empty for all.</param>
/// <param name="Network">How the network is fed and read.</param>
/// <param name="Seams">Whether tiles are exact with the default padding; a mismatch is that of an image of noise.</param>
/// <param name="Arguments">The arguments that a job may give.</param>
public sealed record ModelDescription(
    string ModelName,
    string Description,
    string Framework,
    string DefinitionFile,
    string Definition,
    IReadOnlyList<ClassDefinition> Classes,
    IReadOnlyList<string> ExtractBands,
    NetworkProfile Network,
    SeamReport Seams,
    IReadOnlyList<ModelArgumentInfo> Arguments)
{
    /// <summary>How the network that runs came out of the package's file.</summary>
    public NetworkOrigin Origin { get; init; }

    /// <summary>What was done to the package's network when it came in, and how close it came.</summary>
    public IReadOnlyList<PreparationNote> Preparation { get; init; } = [];

    /// <summary>How a detector's outputs are read; null for a network that classifies pixels.</summary>
    public DetectorLayout? Detector { get; init; }

    /// <summary>How long a run takes; null where it was not measured.</summary>
    public TileTime? Speed { get; init; }
}
