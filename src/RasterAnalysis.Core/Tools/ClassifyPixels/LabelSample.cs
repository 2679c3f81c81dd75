namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>Labels that were compared, tile by tile, and how well the share of those that differ is known by them.</summary>
/// <param name="rasterPixels">Pixels of the whole raster.</param>
/// <remarks>Not thread-safe.</remarks>
internal sealed class LabelSample(long rasterPixels)
{
    // 95 % of a normal distribution
    private const double Deviations = 1.96;
    private const double WantedPerCent = 0.1;

    private readonly List<PrecisionReport> _tiles = [];

    /// <summary>Whether the share of the whole raster is known to a tenth of a per cent, with 95 % of confidence.</summary>
    public bool IsSettled => Deviations * StandardError() * 100 <= WantedPerCent;

    /// <summary>How many tiles were compared.</summary>
    public int Tiles => _tiles.Count;

    /// <summary>Adds what was found in a tile.</summary>
    public void Add(PrecisionReport tile) => _tiles.Add(tile);

    /// <summary>All tiles together.</summary>
    /// <param name="tellsProbabilities">Whether the network says how sure it is.</param>
    public PrecisionReport Report(bool tellsProbabilities) =>
        new(_tiles.Sum(tile => tile.Pixels), _tiles.Sum(tile => tile.Differing), tellsProbabilities ? _tiles.Sum(tile => tile.Undecided) : null);

    /// <summary>Of a ratio of sums over clusters, drawn without putting back (Cochran, Sampling Techniques, 6.3).</summary>
    private double StandardError()
    {
        var (all, count) = (Report(tellsProbabilities: true), _tiles.Count);
        if (all.Pixels == 0 || all.Pixels >= rasterPixels)
        {
            return 0;
        }

        var share = (double)all.Differing / all.Pixels;
        var squares = _tiles.Sum(tile => Math.Pow(tile.Differing - (share * tile.Pixels), 2));
        var unseen = 1 - ((double)all.Pixels / rasterPixels);
        return count < 2 ? double.PositiveInfinity : Math.Sqrt(unseen * squares * count / (count - 1)) / all.Pixels;
    }
}
