namespace RasterAnalysis.Api.Items;

/// <summary>One raster of a mosaic.</summary>
/// <param name="Name">Its name, without extension.</param>
/// <param name="Data">Address of its file.</param>
internal sealed record MosaicMemberModel(string Name, string Data);
