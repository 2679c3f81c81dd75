using System.Text.Json.Nodes;
using RasterAnalysis.Api.Requests;

namespace RasterAnalysis.Api.Jobs;

/// <summary>What is to be classified, by which model, and how.</summary>
/// <param name="InputRaster">The imagery.</param>
/// <param name="Model">The model package.</param>
/// <param name="ModelArguments">Arguments of the model by name: texts, numbers or booleans. <c>GET /items/{id}/model</c> lists them.</param>
/// <param name="OutputName">Name of the result; by default made from the tool's and the layer's.</param>
/// <param name="Folder">Folder of the result's item, by title or id.</param>
/// <param name="OutputStore">Where in a cloud store a copy of the result goes: a folder, <c>/cloudStores/name/maps</c>, or a file, <c>/cloudStores/name/maps/forest.tif</c>. What is there is replaced.</param>
/// <param name="ProcessAllRasterItems">Whether each raster of a mosaic is classified by itself; false unless given.</param>
/// <param name="Context">The analysis environment.</param>
[AlsoTaken("outputClassifiedRaster", "outputClassifedRaster", "folderId")]
internal sealed record ClassifyPixelsRequestModel(
    RasterReferenceModel InputRaster,
    ModelReferenceModel Model,
    JsonObject? ModelArguments,
    string? OutputName,
    string? Folder,
    string? OutputStore,
    bool? ProcessAllRasterItems,
    AnalysisContextModel? Context);

/// <summary>A model package, by one of <paramref name="ItemId"/>, <paramref name="Uri"/> and <paramref name="Url"/>.</summary>
/// <param name="ItemId">Id of an item of type Deep Learning Package.</param>
/// <param name="Uri">Path of a <c>.dlpk</c> or an <c>.emd</c> in a raster store.</param>
/// <param name="Url">Address of a <c>.dlpk</c>.</param>
/// <param name="ServiceToken">For an address: a token for it. It is sealed where it is stored, and never shown.</param>
[AlsoTaken("token", "function", "itemProperties", "serviceProperties", "itemIds", "urls", "uris", "folderId", "byref", "renderingRule", "mosaicRule", UnlessThereIs = "ModelType")]
internal sealed record ModelReferenceModel(string? ItemId, string? Uri, string? Url, string? ServiceToken);
