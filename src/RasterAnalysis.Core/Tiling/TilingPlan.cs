namespace RasterAnalysis.Tiling;

/// <summary>How a raster is cut for the network.</summary>
/// <param name="TileWidth">Columns of a tile, padding included.</param>
/// <param name="TileHeight">Rows of a tile, padding included.</param>
/// <param name="Padding">Context pixels on each side of a tile that are read but not kept.</param>
/// <param name="Stride">Tiles begin at multiples of this many pixels from the raster's origin, so that a network that pools sees the same phase everywhere.</param>
/// <param name="BatchSize">Tiles in one run.</param>
public sealed record TilingPlan(int TileWidth, int TileHeight, int Padding, int Stride, int BatchSize)
{
    /// <summary>Columns from one tile to the next: what is kept of each, a multiple of the stride.</summary>
    public int CoreWidth => Core(TileWidth);

    /// <summary>Rows from one tile to the next.</summary>
    public int CoreHeight => Core(TileHeight);

    private int Core(int tile) => (tile - (2 * Padding)) / Stride * Stride;
}
