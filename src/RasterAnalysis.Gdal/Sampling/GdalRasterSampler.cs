using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Rendering;
using RasterAnalysis.Gdal.Rendering.Functions;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Sampling;

namespace RasterAnalysis.Gdal.Sampling;

/// <summary>Takes values and statistics out of rasters with GDAL.</summary>
/// <remarks>Thread-safe: each call opens what it needs. Pixels are the nearest, so every value is one that the raster holds.</remarks>
public sealed class GdalRasterSampler : IRasterSampler
{
    /// <inheritdoc/>
    public RasterInfo Describe(string path, bool isTrusted) => RasterDescriber.Describe(path, isTrusted);

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<double?>> Sample(RasterSource source, SampleRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var opened = OpenedSource.Open(source);
        var grid = ViewGrid.Over(opened.Dataset, request.Extent, request.Size, null);
        var chain = FunctionCompiler.Values(opened, request.Function, request.Bands, new Distributions(opened, grid, null));
        _ = Decimation.MostWindows(opened.Dataset, chain.Bands); // refuses what cannot be looked into
        using var view = SampleView.Open(opened.Dataset, chain.Bands, grid, ResamplingMethod.Nearest, null, isOfPlaces: true);
        var planes = chain.Bands.Select(_ => new double[1]).ToArray();
        var samples = new List<IReadOnlyList<double?>>(request.Points.Count);
        foreach (var (x, y) in request.Points)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (column, row) = grid.Transform.Invert(x, y);
            if (!(column >= 0 && row >= 0 && column < grid.Size.Width && row < grid.Size.Height))
            {
                samples.Add([]);
                continue;
            }

            var window = new PixelWindow((int)column, (int)row, 1, 1);
            view.Read(window, planes);

            // steps may write over the planes, which the next point needs again
            var result = chain.Run([.. planes.Select(plane => (double[])plane.Clone())], new GridWindow(view.Grid, window));
            samples.Add([.. result.Select(plane => double.IsNaN(plane[0]) ? (double?)null : plane[0])]);
        }

        return samples;
    }

    /// <inheritdoc/>
    public IReadOnlyList<BandSummary?> Summarize(RasterSource source, SummaryRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var opened = OpenedSource.Open(source);
        var cells = ViewGrid.Over(opened.Dataset, request.Extent, request.Size, null);
        var chain = FunctionCompiler.Values(opened, request.Function, request.Bands, new Distributions(opened, cells, null));
        var (grid, windows) = SampleGrid.Of(opened.Dataset, chain.Bands, cells, request.MaxCells);
        var summaries = new SummaryPass[chain.BandCount];
        Go((band, values) => (summaries[band] ??= new SummaryPass()).Count(values));
        for (var band = 0; band < summaries.Length; band++)
        {
            summaries[band].SetBins(chain.Type == PixelType.U8);
        }

        Go((band, values) => summaries[band].Sort(values));
        return [.. summaries.Select(summary => summary.Result())];

        void Go(Action<int, IEnumerable<double>> take)
        {
            using var mask = request.Polygons is { } polygons ? new PolygonMask(InPixels(polygons, grid)) : null;
            using var view = SampleView.Open(opened.Dataset, chain.Bands, grid, ResamplingMethod.Nearest, null, windows.Count > 1);
            Strips.Run(view, chain, windows, Take, cancellationToken);

            void Take(PixelWindow window, double[][] planes, int count)
            {
                var wanted = new byte[count];
                mask?.Read(window, wanted);
                foreach (var (band, plane) in planes.Index())
                {
                    take(band, plane.Take(count).Where((value, index) => !double.IsNaN(value) && (mask is null || wanted[index] != 0)));
                }
            }
        }
    }

    private static IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>> InPixels(
        IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>> polygons, RasterGrid grid) =>
        [.. polygons.Select(rings => (IReadOnlyList<IReadOnlyList<double>>)[.. rings.Select(ring => (IReadOnlyList<double>)
            [.. ring.Chunk(2).SelectMany(point => grid.Transform.Invert(point[0], point[1]) is var (column, row) ? (double[])[column, row] : [])])])];
}
