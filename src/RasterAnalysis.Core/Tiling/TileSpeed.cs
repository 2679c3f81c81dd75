namespace RasterAnalysis.Tiling;

/// <summary>How long a network takes for tiles of one size.</summary>
/// <param name="Side">Columns and rows of a tile, padding included.</param>
/// <param name="SecondsPerMegapixel">Seconds for a million pixels through the network.</param>
public sealed record TileSpeed(int Side, double SecondsPerMegapixel);
