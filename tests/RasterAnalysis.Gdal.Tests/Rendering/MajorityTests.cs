using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Rendering;

// A majority is counted over every cell under a pixel.
public sealed class MajorityTests : IDisposable
{
    private const int Block = 5;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(PixelType.U8)]
    [InlineData(PixelType.U16)]
    public void Majority_of_each_block_is_its_most_frequent_value(PixelType type)
    {
        var (columns, rows) = (12, 9);
        var random = new Random(7);
        double[] values = [.. Enumerable.Range(0, columns * Block * rows * Block).Select(_ => (double)random.Next(1, 4))];
        var size = new RasterSize(columns * Block, rows * Block);
        var path = TestRasters.Create(_folder.File("a.tif"), size, type, values);

        var shown = Rendered.Planes(path, Rendered.Whole(size, RenderFormat.Tiff, shown: new RasterSize(columns, rows)) with { Resampling = ResamplingMethod.Majority });

        for (var pixel = 0; pixel < columns * rows; pixel++)
        {
            var counts = Cells(values, size.Width, pixel % columns, pixel / columns).CountBy(value => value).ToDictionary();
            Assert.Equal(counts.Values.Max(), counts[shown[0][pixel]]);
        }

        // and so it is no nearest pixel
        var nearest = Rendered.Planes(path, Rendered.Whole(size, RenderFormat.Tiff, shown: new RasterSize(columns, rows)));
        Assert.NotEqual(nearest[0], shown[0]);
    }

    [Fact]
    public void NoData_has_no_vote()
    {
        var size = new RasterSize(4, 2);
        var path = TestRasters.Create(_folder.File("a.tif"), size, PixelType.U8, [0, 0, 5, 7, 0, 3, 7, 0], change: dataset => dataset.Band(1).SetNoData(0));

        var shown = Rendered.Planes(path, Rendered.Whole(size, RenderFormat.Tiff, shown: new RasterSize(2, 1)) with { Resampling = ResamplingMethod.Majority });

        Assert.Equal([3, 7], shown[0]);
    }

    [Fact]
    public void Overviews_that_say_otherwise_are_not_used()
    {
        var size = new RasterSize(512, 512);
        double[] values = [.. Enumerable.Range(0, 512 * 512).Select(i => (i % 512 % 4 == 0) && (i / 512 % 4 == 0) ? 9.0 : 1.0)];
        var path = TestRasters.Create(_folder.File("a.tif"), size, PixelType.U8, values);
        CommandLine.Run("gdaladdo", "-q", "-r", "nearest", path, "4", "8");

        var request = Rendered.Whole(size, RenderFormat.Tiff, shown: new RasterSize(64, 64));

        Assert.All(Rendered.Planes(path, request with { Resampling = ResamplingMethod.Majority })[0], value => Assert.Equal(1, value));
    }

    [Fact]
    public void Majority_of_wide_integers_is_refused()
    {
        var path = TestRasters.Create(_folder.File("a.tif"), new RasterSize(2, 1), PixelType.S32, [16777217, 1]);
        var request = Rendered.Whole(new RasterSize(2, 1), RenderFormat.Bsq) with { Resampling = ResamplingMethod.Majority };
        Assert.Equal("interpolation", Assert.Throws<InvalidRequestException>(() => Rendered.Image(path, request)).Errors[0].Field);
    }

    private static IEnumerable<double> Cells(double[] values, int width, int column, int row) =>
        from y in Enumerable.Range(row * Block, Block) from x in Enumerable.Range(column * Block, Block) select values[(y * width) + x];
}
