namespace RasterAnalysis.Rasters;

/// <summary>One raster of a mosaic.</summary>
/// <param name="Name">Its name for people, without extension.</param>
/// <param name="Path">Full path.</param>
/// <param name="IsTrusted">As in <see cref="RasterReadSpec.IsTrusted"/>.</param>
public sealed record MosaicMember(string Name, string Path, bool IsTrusted);
