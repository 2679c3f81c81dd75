namespace RasterAnalysis.Api.Jobs;

/// <summary>What a job made.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Raster">Address of the classified cloud-optimised GeoTIFF; answers range requests.</param>
/// <param name="ImageServer">Address of the image service.</param>
internal sealed record JobResultModel(string ItemId, string Raster, string ImageServer);
