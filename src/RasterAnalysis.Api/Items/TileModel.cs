namespace RasterAnalysis.Api.Items;

/// <summary>Tile of a network.</summary>
/// <param name="FixedWidth">Columns that every tile must have; null when any will do.</param>
/// <param name="FixedHeight">Rows that every tile must have; null when any will do.</param>
/// <param name="FixedBatch">Tiles that every run must have; null when any number will do.</param>
/// <param name="Crop">Pixels on each side that the network leaves out of its answer.</param>
internal sealed record TileModel(int? FixedWidth, int? FixedHeight, int? FixedBatch, int Crop);
