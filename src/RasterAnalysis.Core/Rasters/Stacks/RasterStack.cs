namespace RasterAnalysis.Rasters.Stacks;

/// <summary>
/// Several files as the bands of one raster, on the grid of the finest: written beside the files, and read by the processing instances. It holds no address and no token.
/// </summary>
/// <param name="Name">Its name for messages.</param>
/// <param name="Files">The files, whose bands follow one another.</param>
/// <param name="AreStored">Whether values are those that are stored; otherwise they are scaled, where a band says so.</param>
public sealed record RasterStack(string Name, IReadOnlyList<StackedFile> Files, bool AreStored);
