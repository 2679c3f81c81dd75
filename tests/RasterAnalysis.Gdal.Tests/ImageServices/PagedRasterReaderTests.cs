using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.ImageServices;

// An image service that is read in pages gives the pixels of the raster behind it, on its own grid and on others.
public sealed class PagedRasterReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string, int[]> RealRasters => new()
    {
        { "RGB.byte.tif", [1, 2, 3] },
        { "RGBA.uint16.tif", [3, 1] },
        { "RGBA.uint16.tif", [1, 2, 3, 4] },
        { "cog_rgb_mask.tif", [1, 2, 3] },
        { "pix4d_alpha_nodata.tif", [1, 2, 3] },
        { "cog_scale_epsg4326.tif", [2] },
        { "m_3607824_se_17_1_20160620_subset.tif", [4, 1] },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(RealRasters))]
    public void Own_grid_gives_the_files_pixels(string name, int[] bands)
    {
        var file = SharedData.Raster(name);
        using var service = new ServedRaster(file, 128) { Limit = 100 };

        AssertSame(file, service, new RasterReadSpec("", true, bands), random: 12);
        Assert.Equal(service.Fetched.Count, service.Fetched.Distinct().Count());
    }

    [Theory]
    [InlineData("RGB.byte.tif", ResamplingMethod.Nearest)]
    [InlineData("RGB.byte.tif", ResamplingMethod.Cubic)]
    [InlineData("RGBA.uint16.tif", ResamplingMethod.Bilinear)]
    [InlineData("cog_rgb_mask.tif", ResamplingMethod.Nearest)]
    [InlineData("cog_scale_epsg4326.tif", ResamplingMethod.Bilinear)]
    [InlineData("cog_dateline.tif", ResamplingMethod.Nearest)]
    public void Another_system_gives_what_the_file_gives(string name, ResamplingMethod resampling)
    {
        var file = SharedData.Raster(name);
        using var service = new ServedRaster(file, 256);
        var info = RasterDescriber.Describe(file, true);
        var wish = new GridRequest(OutputSpatialReference: new SpatialReference(info.Wkid == 4326 ? 3857 : 4326, null));

        var plan = GridPlanner.Plan(RasterDescriber.Describe(service.Path, false), service.Path, false, wish);

        Assert.Equal(GridPlanner.Plan(info, file, true, wish).ProcessingGrid, plan.ProcessingGrid);
        AssertSame(file, service, new RasterReadSpec("", true, [1], plan.ProcessingGrid, resampling), random: 6);
    }

    [Fact]
    public void Coarser_cells_give_what_the_file_gives()
    {
        var file = SharedData.Raster("RGB.byte.tif");
        using var service = new ServedRaster(file, 200);
        var plan = GridPlanner.Plan(RasterDescriber.Describe(file, true), file, true, new GridRequest(CellSize: (1000, 1000)));

        AssertSame(file, service, new RasterReadSpec("", true, [1, 3], plan.ProcessingGrid, ResamplingMethod.Cubic), random: 3);
    }

    [Fact]
    public void A_window_fetches_its_pages_and_no_other()
    {
        var file = Make(PixelType.U8, 100, 100);
        using var service = new ServedRaster(file, 20);
        using var reader = RasterOpener.Open(new RasterReadSpec(service.Path, false, [1]), service);

        Read(reader, new PixelWindow(25, 41, 30, 18));
        Read(reader, new PixelWindow(20, 40, 40, 20));

        Assert.Equal([new(20, 40, 20, 20), new(40, 40, 20, 20)], service.Fetched);
        reader.Announce(new PixelWindow(99, 0, 1, 100));
        Assert.Equal(7, service.Fetched.Count);
    }

    [Fact]
    public void Pages_of_an_earlier_run_are_not_fetched_again()
    {
        using var service = new ServedRaster(Make(PixelType.S16, 60, 50), 32);
        for (var run = 0; run < 2; run++)
        {
            using var reader = RasterOpener.Open(new RasterReadSpec(service.Path, false, [1]), service);
            Read(reader, PixelWindow.Whole(reader.Grid.Size));
        }

        Assert.Equal(4, service.Fetched.Count);
        Assert.Empty(Directory.EnumerateFiles(service.Folder, "answer-*"));
    }

    [Theory]
    [InlineData(PixelType.U8)]
    [InlineData(PixelType.U16)]
    [InlineData(PixelType.S16)]
    [InlineData(PixelType.U32)]
    [InlineData(PixelType.S32)]
    [InlineData(PixelType.F32)]
    [InlineData(PixelType.F64)]
    public void Every_type_comes_through(PixelType type)
    {
        var file = Make(type, 40, 30);
        using var service = new ServedRaster(file, 16);

        AssertSame(file, service, new RasterReadSpec("", true, [2, 1]), random: 3);
        Assert.Equal(type, RasterDescriber.Describe(service.Path, false).Bands[0].PixelType);
    }

    [Fact]
    public void Signed_bytes_come_through()
    {
        TestRasters.Create(
            _folder.File("signed.tif"), new RasterSize(40, 30), PixelType.U8, [.. TestRasters.Ramp(200, -100), .. new double[1000]], null, null, "GTiff", "PIXELTYPE=SIGNEDBYTE");
        using var service = new ServedRaster(_folder.File("signed.tif"), 16);

        AssertSame(_folder.File("signed.tif"), service, new RasterReadSpec("", true, [1]), random: 2);
        Assert.Equal(PixelType.S16, RasterDescriber.Describe(service.Path, false).Bands[0].PixelType);
    }

    [Fact]
    public void Without_a_coordinate_system_it_is_read_too()
    {
        var size = new RasterSize(40, 30);
        var file = TestRasters.Create(_folder.File("nowhere.tif"), size, PixelType.U8, [.. TestRasters.Ramp(200), .. new double[1000]], new RasterGrid(size, TestRasters.Utm, null));
        using var service = new ServedRaster(file, 16);

        AssertSame(file, service, new RasterReadSpec("", true, [1]), random: 2);
        Assert.Null(RasterDescriber.Describe(service.Path, false).Grid.Wkt);
    }

    [Fact]
    public void NoData_that_only_the_answers_name_counts()
    {
        var file = Make(PixelType.U8, 40, 30, noData: 7);
        using var service = new ServedRaster(file, 16, declaresNoData: false);

        AssertSame(file, service, new RasterReadSpec("", true, [1, 2]), random: 2);
    }

    [Fact]
    public void NoData_that_only_the_service_names_counts()
    {
        var file = Make(PixelType.U8, 40, 30, noData: 7);
        using var service = new ServedRaster(file, 16) { Options = _ => ["-a_nodata", "none"] };

        AssertSame(file, service, new RasterReadSpec("", true, [1, 2]), random: 2);
    }

    [Fact]
    public void A_mask_lets_through_the_pixels_that_the_file_lets_through()
    {
        var file = SharedData.Raster("RGB.byte.tif");
        using var service = new ServedRaster(file, 200);
        var grid = RasterDescriber.Describe(file, true).Grid;
        var window = new PixelWindow(90, 100, 300, 250);

        Assert.Equal(Wanted(RasterMask.Open(file, true, grid)), Wanted(RasterMask.Open(service.Path, false, grid, service)));

        byte[] Wanted(RasterMask mask)
        {
            using (mask)
            {
                var wanted = new byte[window.PixelCount];
                mask.Read(window, wanted);
                return wanted;
            }
        }
    }

    [Theory]
    [InlineData("-outsize 50% 50%", "pixels instead of")]
    [InlineData("-a_ullr 500010 5000000 500410 4999700", "another place")]
    [InlineData("-b 1", "1 band instead of 2")]
    [InlineData("-ot UInt16", "type U16 instead of U8")]
    [InlineData("-of PNG -b 1", "format PNG")]
    [InlineData("-a_nodata 9", "NoData 9 in band 1")]
    public void An_answer_that_differs_fails_loudly_and_is_not_kept(string options, string expected)
    {
        using var service = new ServedRaster(Make(PixelType.U8, 40, 30), 64);
        using var reader = RasterOpener.Open(new RasterReadSpec(service.Path, false, [1]), service);
        service.Options = _ => options.Split(' ');

        var exception = Assert.Throws<RasterAccessException>(() => Read(reader, new PixelWindow(0, 0, 4, 4)));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Contains("Served", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(service.Folder, exception.Message, StringComparison.Ordinal);
        service.Options = _ => [];
        Assert.NotEmpty(Read(reader, new PixelWindow(0, 0, 4, 4)).Pixels);
    }

    [Fact]
    public void A_service_without_the_band_says_so()
    {
        using var service = new ServedRaster(Make(PixelType.U8, 40, 30), 64);

        var exception = Assert.Throws<RasterAccessException>(() => RasterOpener.Open(new RasterReadSpec(service.Path, false, [5]), service));

        Assert.Contains("band 5", exception.Message, StringComparison.Ordinal);
    }

    private string Make(PixelType type, int width, int height, double? noData = null) => TestRasters.Create(
        _folder.File($"{type}.tif"), new RasterSize(width, height), type,
        [.. Enumerable.Range(0, 2 * width * height).Select(i => (double)((i * 7919L % 1009) % (type == PixelType.U8 ? 200 : 1000)))],
        change: dataset =>
        {
            if (noData is { } value)
            {
                dataset.Band(1).SetNoData(value);
            }
        });

    private static void AssertSame(string file, ServedRaster service, RasterReadSpec spec, int random)
    {
        using var expected = RasterOpener.Open(spec with { Path = file });
        using var actual = RasterOpener.Open(spec with { Path = service.Path, IsTrusted = false }, service);
        Assert.Equal(expected.Grid.Size, actual.Grid.Size);
        Assert.Equal(expected.Grid.Transform, actual.Grid.Transform);
        var seeds = new Random(5);
        var size = actual.Grid.Size;
        for (var i = 0; i < random; i++)
        {
            var (column, row) = (seeds.Next(size.Width), seeds.Next(size.Height));
            var window = new PixelWindow(column, row, seeds.Next(1, Math.Min(400, size.Width - column + 1)), seeds.Next(1, Math.Min(400, size.Height - row + 1)));
            AssertSame(Read(expected, window), Read(actual, window), window);
        }

        AssertSame(Read(expected, PixelWindow.Whole(size)), Read(actual, PixelWindow.Whole(size)), PixelWindow.Whole(size));
    }

    private static void AssertSame((float[] Pixels, byte[] Validity) expected, (float[] Pixels, byte[] Validity) actual, PixelWindow window)
    {
        Assert.True(expected.Validity.AsSpan().SequenceEqual(actual.Validity), $"validity of {window}");
        Assert.True(expected.Pixels.AsSpan().SequenceEqual(actual.Pixels), $"pixels of {window}");
    }

    private static (float[] Pixels, byte[] Validity) Read(IRasterReader reader, PixelWindow window) => TestRasters.ReadAll(reader, window);
}
