using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Functions;
using RasterAnalysis.Rasters.Rendering;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Rendering;

// What raster functions make of values, against arithmetic that is written out here.
public sealed class RasterFunctionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Remap_replaces_ranges_and_keeps_or_drops_the_rest()
    {
        var path = Row(PixelType.U8, 1, 2, 3, 4, 9);
        RemapRange[] ranges = [new(1, 3, 10), new(4, 4, 40), new(9, 10, null)];

        var kept = Values(path, 5, new RemapFunction(ranges, KeepsUnmatched: true));
        var dropped = Values(path, 5, new RemapFunction(ranges, KeepsUnmatched: false));

        // what is no pixel is 0 here, and masked
        Assert.Equal([10, 10, 3, 40, 0], kept[0]);
        Assert.Equal([10, 10, 0, 40, 0], dropped[0]);
    }

    [Fact]
    public void Remap_to_fractions_gives_floating_point()
    {
        var path = Row(PixelType.S16, -5, 7);
        var image = Rendered.Image(path, Rendered.Whole(new RasterSize(2, 1), RenderFormat.Tiff, new RemapFunction([new(-5, -5, 0.25)], KeepsUnmatched: false)));

        File.WriteAllBytes(_folder.File("out.tif"), image.Content);
        Assert.Equal(PixelType.F32, Gdal.Reading.RasterDescriber.Describe(_folder.File("out.tif"), isTrusted: false).Bands[0].PixelType);
        Assert.Equal(0.25, TestRasters.ReadBand(_folder.File("out.tif"))[0]);
    }

    [Theory]
    [InlineData(1, new double[] { 0, 64, 128, 191, 255 })]
    [InlineData(2, new double[] { 0, 128, 180, 221, 255 })]
    public void Stretch_from_min_to_max_is_linear_and_then_gamma(double gamma, double[] expected)
    {
        var path = Row(PixelType.U16, 100, 200, 300, 400, 500);
        var planes = Pictures(path, 5, new StretchFunction(StretchType.MinMax) { Gamma = [gamma] });

        // ((v - 100) / 400) ^ (1 / gamma) of 255
        Assert.Equal(expected, planes[0]);
    }

    [Fact]
    public void Stretch_by_standard_deviation_uses_given_statistics()
    {
        var path = Row(PixelType.U16, 0, 100, 150, 200, 1000);
        var planes = Pictures(path, 5, new StretchFunction(StretchType.StandardDeviation)
        {
            StandardDeviations = 1, Statistics = [new BandStatistics(0, 1000, 150, 50)], OutputMin = 10, OutputMax = 110,
        });

        // from 100 to 200 onto 10 to 110
        Assert.Equal([10, 10, 60, 110, 110], planes[0]);
    }

    [Fact]
    public void Stretch_by_percent_clip_leaves_out_the_ends()
    {
        var path = TestRasters.Create(_folder.File("a.tif"), new RasterSize(101, 1), PixelType.U16, TestRasters.Ramp(101, 1000));
        var planes = Pictures(path, 101, new StretchFunction(StretchType.PercentClip) { MinPercent = 10, MaxPercent = 20 });

        // from 1010 to 1080
        Assert.Equal(Enumerable.Range(0, 101).Select(i => Math.Floor((Math.Clamp((i - 10) / 70.0, 0, 1) * 255) + 0.5)), planes[0]);
    }

    [Fact]
    public void Stretch_by_histogram_equalization_spreads_by_rank()
    {
        // values far apart, but each as frequent as the others
        var path = Row(PixelType.U16, 1, 2, 4, 8, 60000);
        var planes = Pictures(path, 5, new StretchFunction(StretchType.HistogramEqualization));

        Assert.Equal([0, 64, 128, 191, 255], planes[0]);
    }

    [Fact]
    public void Stretch_by_sigmoid_is_half_way_at_the_mean()
    {
        var path = Row(PixelType.U16, 100, 200, 300, 400, 500);
        var planes = Pictures(path, 5, new StretchFunction(StretchType.Sigmoid) { SigmoidStrength = 4 });

        // 1 / (1 + e^(-4 (v - mean) / (2 deviation))), deviation of 100..500 is sqrt(20000)
        double Level(double v) => Math.Floor((255 / (1 + Math.Exp(-4 * (v - 300) / (2 * Math.Sqrt(20000))))) + 0.5);
        Assert.Equal([Level(100), Level(200), 128, Level(400), Level(500)], planes[0]);
    }

    [Fact]
    public void Stretch_of_type_none_limits_to_eight_bits()
    {
        var path = Row(PixelType.S16, -3, 0, 77, 255, 900);
        Assert.Equal([0, 0, 77, 255, 255], Pictures(path, 5, new StretchFunction(StretchType.None))[0]);
    }

    [Fact]
    public void Stretch_by_the_view_knows_nothing_of_the_rest()
    {
        var path = Row(PixelType.U16, 100, 200, 300, 10000, 20000);
        var request = new RenderRequest(new Extent(500000, 4999990, 500030, 5000000), null, new RasterSize(3, 1), RenderFormat.Png24)
        {
            Function = new StretchFunction(StretchType.MinMax) { UsesViewStatistics = true },
        };

        Assert.Equal([0, 128, 255], Rendered.Planes(path, request)[0]);
    }

    [Fact]
    public void Values_without_colour_are_transparent()
    {
        var path = Row(PixelType.U8, 0, 1, 2, 3);
        var planes = Rendered.Planes(path, Rendered.Whole(new RasterSize(4, 1), RenderFormat.Png32, new ColormapFunction(
            [new(-1, 9, 9, 9), new(1, 10, 20, 30), new(2, 40, 50, 60, IsVisible: false), new(3, 70, 80, 90), new(256, 9, 9, 9)])));

        Assert.Equal([255, 10, 255, 70], planes[0]);
        Assert.Equal([255, 20, 255, 80], planes[1]);
        Assert.Equal([255, 30, 255, 90], planes[2]);
        Assert.Equal([0, 255, 0, 255], planes[3]);
    }

    [Fact]
    public void Nested_functions_work_from_the_inside()
    {
        var path = TestRasters.Create(_folder.File("a.tif"), new RasterSize(2, 1), PixelType.U8, [1, 2, 30, 40, 5, 6]);
        var function = new ColormapFunction([new(7, 1, 2, 3), new(8, 4, 5, 6)])
        {
            Input = new RemapFunction([new(30, 31, 7), new(40, 41, 8)], KeepsUnmatched: false) { Input = new ExtractBandFunction([2]) },
        };

        var planes = Rendered.Planes(path, Rendered.Whole(new RasterSize(2, 1), RenderFormat.Png24, function));

        Assert.Equal([[1, 4], [2, 5], [3, 6]], planes);
    }

    [Fact]
    public void ExtractBand_of_ExtractBand_counts_within_the_first()
    {
        var path = TestRasters.Create(_folder.File("a.tif"), new RasterSize(1, 1), PixelType.U16, [10, 20, 30, 40]);
        var function = new ExtractBandFunction([2, 2, 1]) { Input = new ExtractBandFunction([4, 3]) };

        Assert.Equal([[30], [30], [40]], Values(path, 1, function));
    }

    [Fact]
    public void Stored_values_of_a_colour_table_are_shown_as_they_are()
    {
        var path = SharedData.Raster("cog_cmap.tif");
        var info = Gdal.Reading.RasterDescriber.Describe(path, isTrusted: false);
        var request = new RenderRequest(info.Extent, null, new RasterSize(40, 30), RenderFormat.Png32) { Function = new StoredValuesFunction() };

        var planes = Rendered.Planes(path, request);
        var stored = Rendered.Planes(path, request with { Format = RenderFormat.Tiff, Function = null })[0];

        Assert.Equal(planes[0], planes[1]);
        Assert.Equal(stored.Where((_, i) => planes[3][i] != 0), planes[0].Where((_, i) => planes[3][i] != 0));
    }

    [Fact]
    public void Mask_of_one_band_takes_out_values_and_what_is_out_of_range()
    {
        var path = Row(PixelType.U8, 1, 2, 3, 4, 9);

        // what is no pixel is 0 here
        Assert.Equal([1, 0, 3, 0, 9], Values(path, 5, new MaskFunction([[2, 4]], MatchAll: false, []))[0]);
        Assert.Equal([0, 2, 3, 4, 0], Values(path, 5, new MaskFunction([], MatchAll: false, [new(2, 4)]))[0]);
        Assert.Equal([0, 2, 0, 4, 0], Values(path, 5, new MaskFunction([[3]], MatchAll: true, [new(2, 4)]))[0]);
        Assert.Equal([1, 2, 3, 4, 9], Values(path, 5, new MaskFunction([], MatchAll: true, []))[0]);
    }

    [Theory]
    [InlineData(false, new double[] { 0, 0, 3 })]
    [InlineData(true, new double[] { 0, 2, 3 })]
    public void Mask_of_several_bands_takes_pixels_out_of_all_of_them(bool matchAll, double[] first)
    {
        // bands of three pixels: 1 2 3, 7 5 6, 8 8 8; the third band has no such values
        var path = TestRasters.Create(_folder.File("a.tif"), new RasterSize(3, 1), PixelType.U8, [1, 2, 3, 7, 5, 6, 8, 8, 8]);
        var planes = Values(path, 3, new MaskFunction([[1, 2], [7]], matchAll, []));

        Assert.Equal(first, planes[0]);
        Assert.Equal(first.Select(value => value == 0 ? 0.0 : 8), planes[2]);
    }

    [Fact]
    public void Mask_by_ranges_of_several_bands_keeps_a_pixel_that_is_in_one_of_them()
    {
        var path = TestRasters.Create(_folder.File("a.tif"), new RasterSize(3, 1), PixelType.U8, [8, 1, 1, 99, 16, 99]);
        Assert.Equal([8, 1, 0], Values(path, 3, new MaskFunction([], MatchAll: false, [new(5, 10), new(15, 20)]))[0]);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(null, false)]
    [InlineData(4326, true)]
    [InlineData(3857, false)]
    public void Clip_by_the_pixels_middle_inside_or_outside_in_any_system(int? wkid, bool keepsInside)
    {
        const int Side = 40;
        var size = new RasterSize(Side, Side);
        var path = TestRasters.Create(_folder.File("a.tif"), size, PixelType.U8, [.. Enumerable.Repeat(7.0, Side * Side)]);

        // a triangle whose sides pass no middle of a pixel
        (double Column, double Row)[] triangle = [(4.2, 3.3), (35.6, 8.4), (11.7, 33.9)];
        IReadOnlyList<(double X, double Y)> corners = [.. triangle.Select(corner => TestRasters.Utm.Apply(corner.Column, corner.Row))];
        var reference = wkid is null ? null : new SpatialReference(wkid, null);
        using var renderer = new Gdal.Rendering.GdalRasterRenderer();
        corners = reference is null ? corners : renderer.Transform(corners, new SpatialReference(32633, null), reference);

        var function = new ClipFunction([[.. corners.SelectMany(corner => (double[])[corner.X, corner.Y])]], reference, keepsInside);
        var plane = Rendered.Planes(path, Rendered.Whole(size, RenderFormat.Tiff, function))[0];

        for (var i = 0; i < plane.Length; i++)
        {
            var (column, row) = ((i % Side) + 0.5, (i / Side) + 0.5);
            Assert.Equal(IsInside(column, row) == keepsInside ? 7 : 0, plane[i]);
        }

        // on the left of every side, or on the right of every side
        bool IsInside(double column, double row)
        {
            var turns = Enumerable.Range(0, 3).Select(i => (One: triangle[i], Next: triangle[(i + 1) % 3]))
                .Select(side => ((side.Next.Column - side.One.Column) * (row - side.One.Row)) - ((side.Next.Row - side.One.Row) * (column - side.One.Column)) > 0);
            return turns.Distinct().Count() == 1;
        }
    }

    [Fact]
    public void Mask_and_clip_of_a_colour_table_keep_its_colours()
    {
        var path = SharedData.Raster("cog_cmap.tif");
        var info = Gdal.Reading.RasterDescriber.Describe(path, isTrusted: false);
        var request = new RenderRequest(info.Extent, null, new RasterSize(40, 30), RenderFormat.Png32);
        var own = Rendered.Planes(path, request);
        var stored = Rendered.Planes(path, request with { Format = RenderFormat.Tiff })[0];
        var gone = stored.Where((_, i) => own[3][i] != 0).GroupBy(value => value).MaxBy(group => group.Count())!.Key;

        var masked = Rendered.Planes(path, request with { Function = new ClipFunction([], null, KeepsInside: true) { Input = new MaskFunction([[gone]], MatchAll: false, []) } });

        for (var i = 0; i < stored.Length; i++)
        {
            Assert.Equal(stored[i] == gone ? 0 : own[3][i], masked[3][i]);
            Assert.True(masked[3][i] == 0 || Enumerable.Range(0, 3).All(band => masked[band][i] == own[band][i]));
        }
    }

    [Fact]
    public void Clip_without_rings_keeps_everything_and_where_no_point_can_be_is_refused()
    {
        var path = Row(PixelType.U8, 1, 2);
        Assert.Equal([1, 2], Values(path, 2, new ClipFunction([], null, KeepsInside: true))[0]);
        var e = Assert.Throws<InvalidRequestException>(() => Values(path, 2, new ClipFunction([[0, 95, 1, 95, 0, 80]], new SpatialReference(4326, null), KeepsInside: true)));
        Assert.Equal("renderingRule", e.Errors[0].Field);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(99)]
    public void ExtractBand_that_is_not_there_is_refused(int band)
    {
        var path = TestRasters.Create(_folder.File("a.tif"), new RasterSize(1, 1), PixelType.U16, [10, 20, 30, 40]);
        var e = Assert.Throws<InvalidRequestException>(() => Values(path, 1, new ExtractBandFunction([band])));
        Assert.Equal("renderingRule", e.Errors[0].Field);
    }

    [Fact]
    public void Colormap_of_several_bands_is_refused()
    {
        var path = TestRasters.Create(_folder.File("a.tif"), new RasterSize(1, 1), PixelType.U8, [10, 20, 30]);
        Assert.Throws<InvalidRequestException>(() => Pictures(path, 1, new ColormapFunction([new(1, 2, 3, 4)])));
    }

    private string Row(PixelType type, params double[] values) =>
        TestRasters.Create(_folder.File($"{Guid.NewGuid():N}.tif"), new RasterSize(values.Length, 1), type, values);

    private static double[][] Values(string path, int width, RasterFunction function) =>
        Rendered.Planes(path, Rendered.Whole(new RasterSize(width, 1), RenderFormat.Tiff, function));

    private static double[][] Pictures(string path, int width, RasterFunction function) =>
        Rendered.Planes(path, Rendered.Whole(new RasterSize(width, 1), RenderFormat.Png24, function));
}
