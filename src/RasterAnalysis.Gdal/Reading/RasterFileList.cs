namespace RasterAnalysis.Gdal.Reading;

/// <summary>The files that a raster consists of.</summary>
/// <param name="Paths">Full paths on this machine's disks, in order of their names.</param>
/// <param name="IsComplete">Whether nothing else has a part in its pixels: false where it reads archives, subdatasets or other hosts, which can change unseen.</param>
public sealed record RasterFileList(IReadOnlyList<string> Paths, bool IsComplete);
