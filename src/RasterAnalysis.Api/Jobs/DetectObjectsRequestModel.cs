using System.Text.Json.Nodes;
using RasterAnalysis.Api.Requests;

namespace RasterAnalysis.Api.Jobs;

/// <summary>Where objects are looked for, by which model, and how.</summary>
/// <param name="InputRaster">The imagery.</param>
/// <param name="Model">The model package.</param>
/// <param name="ModelArguments">Arguments of the model by name: texts, numbers or booleans. <c>GET /items/{id}/model</c> lists them.</param>
/// <param name="OutputName">Name of the result; by default made from the tool's and the layer's.</param>
/// <param name="Folder">Folder of the result's item, by title or id.</param>
/// <param name="RunNms">Whether objects that overlap surer ones by more than <paramref name="MaxOverlapRatio"/>, of whatever class, are left out; false unless given.</param>
/// <param name="MaxOverlapRatio">Area in common over area together, 0 to 1; 0 unless given.</param>
/// <param name="ConfidenceScoreField">Name of the field for the confidence in per cent; Confidence unless given.</param>
/// <param name="ClassValueField">Name of the field for the class; Class unless given.</param>
/// <param name="ProcessAllRasterItems">Whether each raster of a mosaic is looked at by itself; false unless given.</param>
/// <param name="Context">The analysis environment.</param>
[AlsoTaken("outputObjects", "folderId")]
internal sealed record DetectObjectsRequestModel(
    RasterReferenceModel InputRaster,
    ModelReferenceModel Model,
    JsonObject? ModelArguments,
    string? OutputName,
    string? Folder,
    bool? RunNms,
    double? MaxOverlapRatio,
    string? ConfidenceScoreField,
    string? ClassValueField,
    bool? ProcessAllRasterItems,
    AnalysisContextModel? Context);
