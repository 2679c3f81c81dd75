namespace RasterAnalysis.Tiling;

/// <summary>How long the network took for one run on the machine's processor when its package came in.</summary>
/// <param name="TileWidth">Columns of the tile.</param>
/// <param name="TileHeight">Rows of the tile.</param>
/// <param name="Tiles">Tiles in the run.</param>
/// <param name="Milliseconds">Milliseconds of the run.</param>
public sealed record TileTime(int TileWidth, int TileHeight, int Tiles, double Milliseconds);
