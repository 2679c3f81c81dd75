using System.Text.Json.Nodes;
using RasterAnalysis.Api.Requests;

namespace RasterAnalysis.Api.Jobs;

/// <summary>Which features are classified, over which imagery, by which model.</summary>
/// <param name="InputRaster">The imagery.</param>
/// <param name="InputFeatures">
/// The features, polygons or points: <c>{"itemId"}</c> of an item of type Feature Service; <c>{"url"}</c> of a layer of a feature service, with <c>filter</c> as a condition and <c>serviceToken</c>
/// where it needs one; or the features themselves, as a GeoJSON FeatureCollection or an Esri feature set.
/// </param>
/// <param name="Model">The model package.</param>
/// <param name="ModelArguments">Arguments of the model by name: texts, numbers or booleans. <c>GET /items/{id}/model</c> lists them.</param>
/// <param name="OutputName">Name of the result; by default made from the tool's and the layer's.</param>
/// <param name="Folder">Folder of the result's item, by title or id.</param>
/// <param name="ClassLabelField">Name of the field for the class; ClassLabel unless given.</param>
/// <param name="ProcessAllRasterItems">Whether each raster of a mosaic is looked at by itself; false unless given.</param>
/// <param name="Context">The analysis environment.</param>
[AlsoTaken("outputFeatureClass", "outputFeatures", "folderId")]
internal sealed record ClassifyObjectsRequestModel(
    RasterReferenceModel InputRaster,
    JsonObject InputFeatures,
    ModelReferenceModel Model,
    JsonObject? ModelArguments,
    string? OutputName,
    string? Folder,
    string? ClassLabelField,
    bool? ProcessAllRasterItems,
    AnalysisContextModel? Context);
