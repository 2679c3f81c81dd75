using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using RasterAnalysis.Catalog;
using RasterAnalysis.Models;

namespace RasterAnalysis.Api.Items;

/// <summary>What a model package is.</summary>
/// <param name="ModelName">Name of the model.</param>
/// <param name="Description">What its author says of it.</param>
/// <param name="Framework">Framework of the <c>.emd</c>.</param>
/// <param name="Classes">Classes with values and colours.</param>
/// <param name="ExtractBands">Bands that it takes, 0-based or by name; empty for all in order.</param>
/// <param name="Bands">Number of bands that the network takes.</param>
/// <param name="Tile">Tile of the network.</param>
/// <param name="Arguments">Arguments that a job may give, with defaults.</param>
/// <param name="Network">How the network is fed and read.</param>
/// <param name="Seams">Whether tiles give what the whole raster would give, with the default padding.</param>
/// <param name="Runtime">What runs: <c>onnx</c> (the package's own network), <c>converted</c> or <c>rebuilt</c> (an ONNX network made of it when it came in), or <c>python</c> (its raster function).</param>
/// <param name="Preparation">What was converted, rebuilt or wrapped when the package came in, and how close it came; empty where nothing was.</param>
/// <param name="Normalization">What is done to pixel values; null where that depends on the raster's bands.</param>
/// <param name="Speed">How long one tile takes; null for packages that came in before it was measured.</param>
/// <param name="Detector">For a detector: how its outputs are read, as a sentence.</param>
/// <param name="Definition">The <c>.emd</c> itself, or what stands for it where the package has none.</param>
/// <param name="Warnings">What to know about it.</param>
internal sealed record ModelModel(
    string ModelName,
    string Description,
    string Framework,
    IReadOnlyList<ClassModel> Classes,
    IReadOnlyList<string> ExtractBands,
    int Bands,
    TileModel Tile,
    IReadOnlyList<ModelArgumentInfo> Arguments,
    NetworkModel Network,
    SeamsModel Seams,
    [property: AllowedValues("onnx", "converted", "rebuilt", "python")] string Runtime,
    IReadOnlyList<PreparationModel> Preparation,
    NormalizationModel? Normalization,
    SpeedModel? Speed,
    string? Detector,
    JsonNode? Definition,
    IReadOnlyList<string> Warnings)
{
    public static ModelModel From(CatalogItem item)
    {
        var model = item.Model!;
        var network = model.Network;
        return new ModelModel(
            model.ModelName, model.Description, model.Framework,
            [.. model.Classes.Select(c => ClassModel.From(c))], model.ExtractBands, network.Bands,
            new TileModel(network.FixedWidth, network.FixedHeight, network.FixedBatch, network.Crop),
            model.Arguments,
            new NetworkModel(
                network.InputName, network.InputType.ToString(), network.InputLayout.ToString().ToUpperInvariant(),
                network.OutputName, network.OutputKind.ToString(), network.OutputLayout.ToString().ToUpperInvariant(), network.Channels,
                network.OutputStride),
            SeamsModel.From(model.Seams),
            model.Origin.ToString().ToLowerInvariant(),
            [.. model.Preparation.Select(PreparationModel.From)],
            NormalizationModel.From(model),
            model.Speed is { } speed ? SpeedModel.From(speed) : null,
            model.Detector?.Description,
            JsonNode.Parse(model.Definition),
            item.Warnings);
    }
}

/// <summary>How a network is fed and read.</summary>
/// <param name="Input">Name of the input.</param>
/// <param name="InputType">ONNX element type of the input.</param>
/// <param name="InputLayout">NCHW or NHWC.</param>
/// <param name="Output">Name of the output.</param>
/// <param name="OutputKind">What its numbers mean.</param>
/// <param name="OutputLayout">NCHW or NHWC.</param>
/// <param name="Channels">Channels of the output.</param>
/// <param name="OutputStride">Pixels of the tile for one pixel of the output.</param>
internal sealed record NetworkModel(
    string Input, string InputType, string InputLayout, string Output, string OutputKind, string OutputLayout, int Channels, int OutputStride);

/// <summary>Tile of a network.</summary>
/// <param name="FixedWidth">Columns that every tile must have; null when any will do.</param>
/// <param name="FixedHeight">Rows that every tile must have; null when any will do.</param>
/// <param name="FixedBatch">Tiles that every run must have; null when any number will do.</param>
/// <param name="Crop">Pixels on each side that the network leaves out of its answer.</param>
internal sealed record TileModel(int? FixedWidth, int? FixedHeight, int? FixedBatch, int Crop);
