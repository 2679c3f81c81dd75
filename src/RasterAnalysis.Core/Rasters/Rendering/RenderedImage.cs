namespace RasterAnalysis.Rasters.Rendering;

/// <summary>An encoded view of a raster.</summary>
/// <param name="Content">The file's bytes.</param>
/// <param name="ContentType">Media type, for example <c>image/png</c>.</param>
public sealed record RenderedImage(byte[] Content, string ContentType);
