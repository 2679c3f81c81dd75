using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tiling;

/// <summary>What goes through the network once.</summary>
/// <param name="ReadWindow">Pixels that the network sees, in the processing grid; may hang over its edges, where the raster is mirrored.</param>
/// <param name="CoreWindow">Pixels that are kept, in the processing grid; inside <paramref name="ReadWindow"/>.</param>
public readonly record struct Tile(PixelWindow ReadWindow, PixelWindow CoreWindow);
