using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.Benchmarks;

/// <summary>The tiles that a job chose, by its own message, for a network of stride 16.</summary>
/// <param name="Tile">Side of a tile.</param>
/// <param name="Padding">Padding on each side.</param>
/// <param name="Count">Number of tiles.</param>
internal sealed partial record PlannedTiles(int Tile, int Padding, double Count)
{
    private const int Stride = 16;

    /// <summary>Tiles in one run.</summary>
    public int Batch { get; private init; } = 1;

    /// <summary>Pixels through the network.</summary>
    public double PixelsThrough => Count * Tile * Tile;

    /// <summary>Reads the message of a job that is done.</summary>
    /// <param name="job">The job.</param>
    /// <param name="columns">Columns of its raster.</param>
    /// <param name="rows">Rows of its raster.</param>
    public static PlannedTiles Of(JsonNode job, int columns, int rows)
    {
        var message = TilesMessage().Match(ServiceClient.Messages(job).Single(text => TilesMessage().IsMatch(text)));
        var (tile, padding) = (Number(message, 1), Number(message, 2));
        var core = (tile - (2 * padding)) / Stride * Stride;
        return new PlannedTiles(tile, padding, Math.Ceiling(columns / (double)core) * Math.Ceiling(rows / (double)core)) { Batch = Number(message, 3) };
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"tiles of (\d+)×\d+ pixels with (\d+) pixels of padding go through the network (\d+) at a time")]
    private static partial Regex TilesMessage();
}
