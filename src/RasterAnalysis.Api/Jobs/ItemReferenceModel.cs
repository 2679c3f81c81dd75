using RasterAnalysis.Api.Requests;

namespace RasterAnalysis.Api.Jobs;

/// <summary>An item of this service, by one of <paramref name="ItemId"/> and <paramref name="Url"/>.</summary>
/// <param name="ItemId">Its id.</param>
/// <param name="Url">Address of its image service.</param>
[AlsoTaken("uri", "token", "serviceToken", "function", "renderingRule", "mosaicRule", "itemProperties", "serviceProperties", "itemIds", "urls", "uris", "folderId", "byref")]
internal sealed record ItemReferenceModel(string? ItemId, string? Url);
