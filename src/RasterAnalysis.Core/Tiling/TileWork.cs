using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tiling;

/// <summary>What tiles of different sizes cost.</summary>
/// <param name="stride">The network's stride: tiles begin at multiples of it.</param>
/// <param name="speeds">How long the network takes for tiles of each size; null for as long for every pixel.</param>
internal sealed class TileWork(int stride, TileSpeeds? speeds)
{
    // A tile costs something beyond its pixels: reading, starting a run, pasting. A guess, so that tiles do not become tiny.
    private const double TileOverhead = 160 * 160;

    // Tiles without padding that share blocks of the file, or of the result, have them inflated twice: what that costs a job of which reading is the most.
    private const double SharedBlocks = 1.05;

    // Less is within what measuring errs by.
    private const double LeastGain = 0.05;

    /// <summary>How often each pixel of an endless raster goes through the network.</summary>
    public double Redundancy(int tile, int padding) => Core(tile, padding) is > 0 and var core ? (double)tile * tile / ((double)core * core) : double.MaxValue;

    /// <summary>The tile that takes the least time where speeds were measured, and gains something by it; else the one with the least work.</summary>
    /// <param name="output">Size of what is to be classified.</param>
    /// <param name="padding">Padding of the tiles.</param>
    /// <param name="limit">The largest tile.</param>
    public int Best(RasterSize output, int padding, int limit)
    {
        var (usual, work) = Least(output, padding, limit, _ => 1);
        if (speeds is null)
        {
            return usual;
        }

        var (quickest, time) = Least(output, padding, limit, speeds.SecondsPerMegapixel);
        return time < (1 - LeastGain) * work * speeds.SecondsPerMegapixel(usual) ? quickest : usual;
    }

    private (int Tile, double Cost) Least(RasterSize output, int padding, int limit, Func<int, double> costOfPixel)
    {
        var (best, least) = (limit, double.MaxValue);
        for (var tile = ((2 * padding) + stride) / stride * stride; tile <= limit; tile += stride)
        {
            if (Core(tile, padding) > 0 && Work(output, tile, padding) * costOfPixel(tile) is var cost && cost < least)
            {
                (best, least) = (tile, cost);
            }
        }

        return (best, least);
    }

    /// <summary>Pixels through the network, and something for every tile.</summary>
    private double Work(RasterSize output, int tile, int padding)
    {
        // an extent need not begin at a multiple of the stride
        double Tiles(int side) => Math.Ceiling((side + stride - 1.0) / Core(tile, padding));
        var pixels = Tiles(output.Width) * Tiles(output.Height) * (((double)tile * tile) + TileOverhead);
        return padding == 0 && tile % SectionPlanner.BlockSize != 0 ? SharedBlocks * pixels : pixels;
    }

    private int Core(int tile, int padding) => (tile - (2 * padding)) / stride * stride;
}
