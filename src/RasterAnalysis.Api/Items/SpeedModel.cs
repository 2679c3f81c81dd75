using RasterAnalysis.Tiling;

namespace RasterAnalysis.Api.Items;

/// <summary>How long the network took for one run on this machine's processor when the package came in.</summary>
/// <param name="TileWidth">Columns of the tile.</param>
/// <param name="TileHeight">Rows of the tile.</param>
/// <param name="Tiles">Tiles in the run.</param>
/// <param name="Milliseconds">Milliseconds of the run.</param>
internal sealed record SpeedModel(int TileWidth, int TileHeight, int Tiles, double Milliseconds)
{
    public static SpeedModel From(TileTime time) => new(time.TileWidth, time.TileHeight, time.Tiles, time.Milliseconds);
}
