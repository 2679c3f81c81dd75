namespace RasterAnalysis.Rasters;

/// <summary>A block of an image service as the service answered it; nobody has looked inside yet.</summary>
/// <param name="Window">Pixels of the service that were asked for.</param>
/// <param name="Path">The file; whoever has made a page of it may delete it.</param>
public sealed record PageFile(PixelWindow Window, string Path);
