namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>Labels that were compared, tile by tile, and how well the share of those that differ is known by them.</summary>
/// <param name="rasterPixels">Pixels of the whole raster.</param>
/// <remarks>Not thread-safe.</remarks>
internal sealed class LabelSample(long rasterPixels)
{
    private const double WantedPerCent = 0.1;

    private readonly List<PrecisionReport> _tiles = [];

    /// <summary>Whether the share of the whole raster is known to a tenth of a per cent, with 95 % of confidence.</summary>
    public bool IsSettled => StandardError() is var error && (error == 0 || StudentsQuantile(_tiles.Count - 1) * error * 100 <= WantedPerCent);

    /// <summary>How many tiles were compared.</summary>
    public int Tiles => _tiles.Count;

    /// <summary>Adds what was found in a tile.</summary>
    public void Add(PrecisionReport tile) => _tiles.Add(tile);

    /// <summary>All tiles together.</summary>
    /// <param name="tellsProbabilities">Whether the network says how sure it is.</param>
    public PrecisionReport Report(bool tellsProbabilities) =>
        new(_tiles.Sum(tile => tile.Pixels), _tiles.Sum(tile => tile.Differing), tellsProbabilities ? _tiles.Sum(tile => tile.Undecided) : null);

    /// <summary>What 95 % of Student's t lie within: few tiles know their own spread badly (Abramowitz and Stegun 26.7.5, from the 1.96 of a normal distribution).</summary>
    private static double StudentsQuantile(int freedom)
    {
        const double z = 1.96;
        var (z3, z5, z7) = (Math.Pow(z, 3), Math.Pow(z, 5), Math.Pow(z, 7));
        return freedom < 1 ? double.PositiveInfinity : z + ((z3 + z) / (4 * freedom)) + (((5 * z5) + (16 * z3) + (3 * z)) / (96 * Math.Pow(freedom, 2)))
            + (((3 * z7) + (19 * z5) + (17 * z3) - (15 * z)) / (384 * Math.Pow(freedom, 3)));
    }

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
