using System.Text.Json.Nodes;
using RasterAnalysis.Api.Requests;

namespace RasterAnalysis.Api.Jobs;

/// <summary>A raster, by one of <paramref name="ItemId"/>, <paramref name="Uri"/> and <paramref name="Url"/>.</summary>
/// <param name="ItemId">Id of an item of type Image Service.</param>
/// <param name="Uri">Path in a raster store, such as <c>/rasterStores/samples/L7_ETMs.tif</c>.</param>
/// <param name="Url">Address of a GeoTIFF, of a STAC Item or ItemCollection, or of an image service.</param>
/// <param name="RenderingRule">For an image service: the raster function that it is to apply, as ArcGIS has it.</param>
/// <param name="MosaicRule">For an image service: which of its rasters, and in which order, as ArcGIS has it.</param>
/// <param name="ServiceToken">For an address: a token for it. It is sealed where it is stored, and never shown.</param>
/// <param name="Assets">For a STAC document: keys of the assets, in the order of the raster's bands. By default those of the bands that the model names.</param>
/// <param name="Values">For a STAC document: <c>scaled</c> (by scale and offset of its bands, the default) or <c>stored</c>.</param>
[AlsoTaken("token", "function", "itemProperties", "serviceProperties", "itemIds", "urls", "uris", "folderId", "byref")]
internal sealed record RasterReferenceModel(
    string? ItemId, string? Uri, string? Url, JsonObject? RenderingRule, JsonObject? MosaicRule, string? ServiceToken, IReadOnlyList<string>? Assets, string? Values);
