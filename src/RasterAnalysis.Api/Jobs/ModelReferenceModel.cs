using RasterAnalysis.Api.Requests;

namespace RasterAnalysis.Api.Jobs;

/// <summary>A model package, by one of <paramref name="ItemId"/>, <paramref name="Uri"/> and <paramref name="Url"/>.</summary>
/// <param name="ItemId">Id of an item of type Deep Learning Package.</param>
/// <param name="Uri">Path of a <c>.dlpk</c> or an <c>.emd</c> in a raster store.</param>
/// <param name="Url">Address of a <c>.dlpk</c>.</param>
/// <param name="ServiceToken">For an address: a token for it. It is sealed where it is stored, and never shown.</param>
[AlsoTaken("token", "function", "itemProperties", "serviceProperties", "itemIds", "urls", "uris", "folderId", "byref", "renderingRule", "mosaicRule", UnlessThereIs = "ModelType")]
internal sealed record ModelReferenceModel(string? ItemId, string? Uri, string? Url, string? ServiceToken);
