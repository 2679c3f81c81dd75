using System.Text.Json.Nodes;
using RasterAnalysis.Api.Requests;

namespace RasterAnalysis.Api.Jobs;

/// <summary>What is to be classified, by which model, and how.</summary>
/// <param name="InputRaster">The imagery.</param>
/// <param name="Model">The model package.</param>
/// <param name="ModelArguments">Arguments of the model by name: texts, numbers or booleans. <c>GET /items/{id}/model</c> lists them.</param>
/// <param name="OutputName">Name of the result; by default made from the tool's and the layer's.</param>
/// <param name="Folder">Folder of the result's item, by title or id.</param>
/// <param name="ProcessAllRasterItems">Whether each raster of a mosaic is classified by itself; false unless given.</param>
/// <param name="Context">The analysis environment.</param>
[AlsoTaken("outputClassifiedRaster", "outputClassifedRaster", "folderId")]
internal sealed record ClassifyPixelsRequestModel(
    RasterReferenceModel InputRaster,
    ModelReferenceModel Model,
    JsonObject? ModelArguments,
    string? OutputName,
    string? Folder,
    bool? ProcessAllRasterItems,
    AnalysisContextModel? Context);
