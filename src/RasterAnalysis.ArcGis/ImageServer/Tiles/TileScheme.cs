using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.ImageServer.Tiles;

/// <summary>The tiles of web maps: 256 pixels, Web Mercator, level 0 is the world in one tile.</summary>
internal static class TileScheme
{
    /// <summary>Columns and rows of a tile.</summary>
    public const int Side = 256;

    /// <summary>Finest level.</summary>
    public const int MaxLevel = 23;

    /// <summary>Half the width of the world, and of its height as far as it is shown, in metres of the projection.</summary>
    public const double Edge = 20037508.342787;

    // so that rounding asks for no finer level
    private const double CellTolerance = 1e-3;

    /// <summary>The tiles' coordinate system.</summary>
    public static SpatialReference Reference { get; } = new(3857, null);

    /// <summary>Where a tile lies.</summary>
    /// <exception cref="InvalidRequestException">There is no such tile.</exception>
    public static Extent ExtentOf(int level, int row, int column)
    {
        if (level is < 0 or > MaxLevel)
        {
            throw new InvalidRequestException("level", $"must be from 0 to {MaxLevel}.");
        }

        var count = 1 << level;
        if (row < 0 || row >= count || column < 0 || column >= count)
        {
            throw new InvalidRequestException("tile", $"must have a row and a column from 0 to {count - 1} at level {level}; the row comes first.");
        }

        var size = 2 * Edge / count;
        return new Extent(-Edge + (column * size), Edge - ((row + 1) * size), -Edge + ((column + 1) * size), Edge - (row * size));
    }

    /// <summary>Size of a tile's pixel at a level, in metres of the projection.</summary>
    public static double ResolutionOf(int level) => 2 * Edge / Side / Math.Pow(2, level);

    /// <summary>The coarsest level that shows every cell, wherever the tiles' pixels lie: two of them fit into it. The finest level there is for smaller cells.</summary>
    /// <param name="cellSize">Width of a cell in metres of the projection.</param>
    public static int LevelOf(double cellSize) =>
        Enumerable.Range(0, MaxLevel).FirstOrDefault(level => 2 * ResolutionOf(level) <= cellSize * (1 + CellTolerance), MaxLevel);
}
