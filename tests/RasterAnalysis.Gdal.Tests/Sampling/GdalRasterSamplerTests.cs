using RasterAnalysis.Gdal.Sampling;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Functions;
using RasterAnalysis.Rasters.Sampling;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Sampling;

public sealed class GdalRasterSamplerTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly GdalRasterSampler _sampler = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sample_of_every_pixel_has_its_own_value()
    {
        var size = new RasterSize(7, 5);
        var source = Source(TestRasters.Create(_folder.File("a.tif"), size, PixelType.S16, [.. TestRasters.Ramp(35), .. TestRasters.Ramp(35, 1000)]));
        var points = Enumerable.Range(0, 35).Select(i => (500000 + (10.0 * (i % 7)) + 0.1, 5000000 - (10.0 * (i / 7)) - 9.9)).ToArray();

        var samples = _sampler.Sample(source, new SampleRequest(TestRasters.Utm.ExtentOf(size), size, points), TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 35).Select(i => (IReadOnlyList<double?>)[i, 1000 + i]), samples);
    }

    [Fact]
    public void Sample_tells_NoData_and_outside()
    {
        var size = new RasterSize(2, 1);
        var source = Source(TestRasters.Create(_folder.File("a.tif"), size, PixelType.U8, [0, 5], change: d => d.Band(1).SetNoData(0)));
        (double, double)[] points = [(500005, 4999995), (500015, 4999995), (500025, 4999995), (499999.9, 4999995)];

        var samples = _sampler.Sample(source, new SampleRequest(TestRasters.Utm.ExtentOf(size), size, points), TestContext.Current.CancellationToken);

        Assert.Equal([[null], [5], [], []], samples);
    }

    [Fact]
    public void Sample_with_a_function_gives_its_result()
    {
        var size = new RasterSize(2, 1);
        var source = Source(TestRasters.Create(_folder.File("a.tif"), size, PixelType.U8, [1, 2, 3, 4]));
        var function = new RemapFunction([new(3, 4, 30), new(4, 5, 40)], false) { Input = new ExtractBandFunction([2]) };

        var samples = _sampler.Sample(
            source, new SampleRequest(TestRasters.Utm.ExtentOf(size), size, [(500001, 4999999), (500011, 4999999), (500001, 4999999)], Function: function),
            TestContext.Current.CancellationToken);

        Assert.Equal([[30], [40], [30]], samples);
    }

    [Fact]
    public void Summarize_counts_each_value_of_bytes()
    {
        var size = new RasterSize(300, 200);
        var random = new Random(5);
        double[] values = [.. Enumerable.Range(0, 60000).Select(_ => (double)random.Next(0, 20))];
        var source = Source(TestRasters.Create(_folder.File("a.tif"), size, PixelType.U8, values, change: d => d.Band(1).SetNoData(0)));

        var summary = _sampler.Summarize(source, new SummaryRequest(TestRasters.Utm.ExtentOf(size), size, 1 << 20), TestContext.Current.CancellationToken)[0]!;

        var valid = values.Where(value => value != 0).Order().ToArray();
        Assert.Equal((1, 19, valid.Length), (summary.Min, summary.Max, summary.Count));
        Assert.Equal(valid.Average(), summary.Mean, 1e-9);
        Assert.Equal(Math.Sqrt(valid.Average(v => (v - valid.Average()) * (v - valid.Average()))), summary.StandardDeviation, 1e-9);
        Assert.Equal(valid[(valid.Length - 1) / 2], summary.Median);
        Assert.Equal(valid.CountBy(v => v).OrderByDescending(p => p.Value).ThenBy(p => p.Key).First().Key, summary.Mode);
        Assert.Equal((-0.5, 255.5, 256), (summary.Histogram.Min, summary.Histogram.Max, summary.Histogram.Counts.Count));
        Assert.Equal(Enumerable.Range(0, 256).Select(v => valid.LongCount(value => value == v)), summary.Histogram.Counts);
    }

    [Fact]
    public void Summarize_counts_the_cells_of_a_polygon_whose_middle_is_inside()
    {
        var size = new RasterSize(10, 10);
        var source = Source(TestRasters.Create(_folder.File("a.tif"), size, PixelType.U16, TestRasters.Ramp(100)));

        // columns 2 to 4, rows 3 and 4, with edges through cells
        double[] ring = [500021, 4999969, 500049, 4999969, 500049, 4999951, 500021, 4999951];
        var summary = _sampler.Summarize(
            source, new SummaryRequest(TestRasters.Utm.ExtentOf(size), size, 1 << 20, [[ring]]), TestContext.Current.CancellationToken)[0]!;

        Assert.Equal((32, 44, 6, 38), (summary.Min, summary.Max, summary.Count, summary.Mean));
        Assert.Equal(6, summary.Histogram.Counts.Sum());
    }

    [Fact]
    public void Summarize_of_nothing_is_null()
    {
        var size = new RasterSize(2, 1);
        var source = Source(TestRasters.Create(_folder.File("a.tif"), size, PixelType.U8, [0, 0], change: d => d.Band(1).SetNoData(0)));
        Assert.Equal([null], _sampler.Summarize(source, new SummaryRequest(TestRasters.Utm.ExtentOf(size), size, 1 << 20), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Summarize_of_more_cells_than_wanted_looks_at_some()
    {
        var size = new RasterSize(400, 300);
        var source = Source(TestRasters.Create(_folder.File("a.tif"), size, PixelType.U32, TestRasters.Ramp(120000)));

        var summary = _sampler.Summarize(
            source, new SummaryRequest(TestRasters.Utm.ExtentOf(size), size, MaxCells: 5000), TestContext.Current.CancellationToken)[0]!;

        Assert.InRange(summary.Count, 3000, 5000);
        Assert.InRange(summary.Mean, 58000, 62000);
    }

    [Fact]
    public void Summarize_of_a_large_raster_without_overviews_reads_spread_windows()
    {
        // 20000 × 20000 pixels that take no room; the files' blocks that are not written are 0
        var size = new RasterSize(20000, 20000);
        var path = _folder.File("large.tif");
        CommandLine.Run("gdal_create", "-q", "-of", "GTiff", "-outsize", "20000", "20000", "-ot", "Byte", "-co", "SPARSE_OK=TRUE", "-co", "TILED=YES",
            "-a_ullr", "500000", "5000000", "700000", "4800000", "-a_srs", "EPSG:32633", path);

        var summary = _sampler.Summarize(
            Source(path), new SummaryRequest(TestRasters.Utm.ExtentOf(size), size, MaxCells: 1 << 18), TestContext.Current.CancellationToken)[0]!;

        Assert.Equal((0, 0, 1 << 18), (summary.Min, summary.Max, summary.Count));
    }

    [Fact]
    public void Summarize_leaves_no_sidecar()
    {
        var size = new RasterSize(2, 1);
        var path = TestRasters.Create(_folder.File("a.tif"), size, PixelType.F32, [0.5, 1.5]);
        var before = File.GetLastWriteTimeUtc(path);

        _ = _sampler.Summarize(Source(path), new SummaryRequest(TestRasters.Utm.ExtentOf(size), size, 1 << 20), TestContext.Current.CancellationToken);

        Assert.False(File.Exists($"{path}.aux.xml"));
        Assert.Equal(before, File.GetLastWriteTimeUtc(path));
    }

    private static RasterSource Source(string path) => new(path, IsTrusted: false);
}
