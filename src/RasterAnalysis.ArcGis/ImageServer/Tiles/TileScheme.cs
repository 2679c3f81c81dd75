using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.ImageServer.Tiles;

/// <summary>The tiles of web maps: 256 pixels, Web Mercator, level 0 is the world in one tile.</summary>
internal static class TileScheme
{
    /// <summary>Columns and rows of a tile.</summary>
    public const int Side = 256;

    /// <summary>Finest level.</summary>
    public const int MaxLevel = 23;

    private const double Edge = 20037508.342787;
    private const double Dpi = 96;

    // ArcGIS's rounded value, from which the scales of its own scheme come
    private const double InchesPerMeter = 39.37;

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

    /// <summary>The JSON of <c>tileInfo</c>.</summary>
    public static JsonObject ToJson() => new()
    {
        ["rows"] = Side,
        ["cols"] = Side,
        ["dpi"] = Dpi,
        ["format"] = "PNG32",
        ["compressionQuality"] = 0,
        ["origin"] = new JsonObject { ["x"] = -Edge, ["y"] = Edge },
        ["spatialReference"] = EsriSpatialReference.ToJson(Reference),
        ["lods"] = new JsonArray([.. Enumerable.Range(0, MaxLevel + 1).Select(level =>
        {
            var resolution = 2 * Edge / Side / Math.Pow(2, level);
            return new JsonObject { ["level"] = level, ["resolution"] = resolution, ["scale"] = resolution * Dpi * InchesPerMeter };
        })]),
    };
}
