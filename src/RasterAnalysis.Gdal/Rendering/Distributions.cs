using System.Collections.Concurrent;
using RasterAnalysis.Gdal.Rendering.Functions;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Rendering;

// Distributions of what comes out of a chain, from a sample of the raster or of a view. Those of bands as they are stored are remembered:
// neighbouring views must look alike, and reading a sample of a large raster takes time.
internal sealed class Distributions(OpenedSource source, RasterGrid view, NoDataRule? noData)
{
    private const long MaxCells = 1 << 18;
    private const int MaxRemembered = 1000;
    private static readonly ConcurrentDictionary<string, IReadOnlyList<BandDistribution>> Remembered = new();

    public IReadOnlyList<BandDistribution> OfRaster(FunctionChain chain)
    {
        if (chain.Steps.Count > 0 || source.Identity is not { } identity || noData is not null)
        {
            return Compute(chain, source.Dataset.Grid);
        }

        if (Remembered.Count > MaxRemembered)
        {
            Remembered.Clear();
        }

        var stored = chain.Bands.Select(band => source.Dataset.Band(band).StoredStatistics).ToArray();
        var sampled = Remembered.GetOrAdd($"{identity}|{string.Join(',', chain.Bands)}", _ => Compute(chain, source.Dataset.Grid));
        return [.. sampled.Select((band, index) => stored[index] is { } statistics ? band.With(statistics) : band)];
    }

    public IReadOnlyList<BandDistribution> OfView(FunctionChain chain) => Compute(chain, view);

    private BandDistribution[] Compute(FunctionChain chain, RasterGrid whole)
    {
        var (grid, windows) = SampleGrid.Of(source.Dataset, chain.Bands, ViewGrid.Over(whole.Transform.ExtentOf(whole.Size), whole.Size, whole.Wkt), MaxCells);
        using var samples = SampleView.Open(source.Dataset, chain.Bands, grid, ResamplingMethod.Nearest, noData, windows.Count > 1);
        var values = Enumerable.Range(0, chain.BandCount).Select(_ => new List<double>()).ToArray();
        Strips.Run(samples, chain, windows, Take, CancellationToken.None);
        return [.. values.Select(band => BandDistribution.Of([.. band]))];

        void Take(PixelWindow window, double[][] planes, int count)
        {
            foreach (var (band, plane) in planes.Index())
            {
                values[band].AddRange(plane.Take(count).Where(value => !double.IsNaN(value)));
            }
        }
    }
}
