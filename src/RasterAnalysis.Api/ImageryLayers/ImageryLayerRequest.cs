namespace RasterAnalysis.Api.ImageryLayers;

/// <summary>Body of <c>POST /imagery-layers</c>. Either <paramref name="Uris"/> or <paramref name="Url"/>.</summary>
/// <param name="Name">Name of the layer; by default the file's.</param>
/// <param name="Uris">Paths in raster stores.</param>
/// <param name="Url">Address of a GeoTIFF.</param>
/// <param name="Folder">Folder of the item.</param>
internal sealed record ImageryLayerRequest(string? Name, IReadOnlyList<string>? Uris, string? Url, string? Folder);
