using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Ranges;

public sealed class RangeFileSystemTests : IDisposable
{
    private const int Side = 1000;
    private readonly TempFolder _folder = new();

    public static TheoryData<string> SharedRasters =>
    [
        "L7_ETMs.tif", "RGB.byte.tif", "RGBA.uint16.tif", "cog_cmap.tif", "cog_dateline.tif", "cog_gcps.tif", "cog_rgb_mask.tif", "cog_scale_epsg4326.tif", "dummy_fotomap_small.tif",
        "inverted_lat.tif", "m_3607824_se_17_1_20160620_subset.tif", "mosaic_cog1.tif", "mosaic_cog2.tif", "pix4d_alpha_nodata.tif", "rotated.tif", "umbra_mount_yasur.tiff",
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(SharedRasters))]
    public void Real_rasters_read_by_ranges_are_those_that_lie_here(string name)
    {
        var file = SharedData.Raster(name);
        using var remote = new LocalRanges(file);

        AssertSame(file, remote.Path);
        Assert.True(remote.Asked.Count > 0);
    }

    [Theory]
    [InlineData("NONE")]
    [InlineData("DEFLATE")]
    [InlineData("LZW")]
    [InlineData("ZSTD")]
    [InlineData("JPEG")]
    [InlineData("PACKBITS")]
    public void Compressions_with_overviews_read_by_ranges_are_those_that_lie_here(string compression)
    {
        foreach (var interleave in new[] { "PIXEL", "BAND" })
        {
            var file = Create($"{compression}-{interleave}.tif", $"COMPRESS={compression}", $"INTERLEAVE={interleave}");
            using var remote = new LocalRanges(file);

            AssertSame(file, remote.Path);
        }
    }

    [Fact]
    public void A_window_asks_for_its_blocks_at_once_and_for_nothing_twice()
    {
        var file = Create("a.tif", "COMPRESS=DEFLATE");
        using var remote = new LocalRanges(file);
        using var reader = RasterOpener.Open(new RasterReadSpec(remote.Path, false, [1, 2, 3], null, ResamplingMethod.Nearest));
        var before = remote.Asked.Count;
        var window = new PixelWindow(300, 300, 300, 300);

        reader.Announce(window);

        var announced = remote.Asked.Count;
        Assert.InRange(announced - before, 1, 2);
        Read(reader, window);
        Assert.Equal(announced, remote.Asked.Count);
        Assert.InRange(remote.Bytes, 1, new FileInfo(file).Length / 2);
        var blocks = remote.Asked.SelectMany(ranges => ranges).SelectMany(range => Enumerable.Range((int)range.First, (int)range.Count)).ToArray();
        Assert.Equal(blocks.Distinct().Count(), blocks.Length);
    }

    [Fact]
    public void A_later_window_is_said_and_not_waited_for()
    {
        using var remote = new LocalRanges(Create("a.tif", "COMPRESS=DEFLATE"));
        using var reader = RasterOpener.Open(new RasterReadSpec(remote.Path, false, [1, 2, 3], null, ResamplingMethod.Nearest));
        var (window, later) = (new PixelWindow(0, 0, 200, 200), new PixelWindow(600, 600, 200, 200));
        reader.Announce(window);

        reader.AnnounceLater(later);

        var announced = Assert.Single(remote.Announced).ToArray();
        Read(reader, window);
        var before = remote.Asked.Count;
        Read(reader, later);
        var asked = remote.Asked.Skip(before).SelectMany(ranges => ranges).ToArray();
        Assert.NotEmpty(asked);
        Assert.All(asked, range => Assert.Contains(announced, known => known.First <= range.First && range.End <= known.End));
    }

    [Fact]
    public void A_block_that_cannot_be_had_is_the_reason_of_the_failure_and_is_asked_for_once()
    {
        var file = Create("a.tif", "COMPRESS=DEFLATE");
        using var remote = new LocalRanges(file);
        using var reader = RasterOpener.Open(new RasterReadSpec(remote.Path, false, [1, 2, 3], null, ResamplingMethod.Nearest));
        var before = remote.Asked.Count;
        remote.Check = _ => throw new RasterAccessException("https://example.com/a.tif answered 503.", isTransient: true);

        var failure = Assert.ThrowsAny<RasterAccessException>(() => Read(reader, PixelWindow.Whole(reader.Grid.Size)));

        Assert.Equal("https://example.com/a.tif answered 503.", failure.Message);
        Assert.True(failure.IsTransient);
        Assert.Equal(1, remote.Asked.Count - before);

        // what is there already is read no more either, since nobody knows what else GDAL made of the failure
        remote.Check = _ => { };
        Assert.Equal(failure.Message, Assert.ThrowsAny<RasterAccessException>(() => Read(reader, new PixelWindow(0, 0, 1, 1))).Message);
    }

    [Fact]
    public void A_file_whose_first_bytes_cannot_be_had_says_why_and_not_Success()
    {
        using var remote = new LocalRanges(Create("a.tif"));
        remote.Check = _ => throw new RasterAccessException("https://example.com/a.tif was changed.");

        Assert.Equal("https://example.com/a.tif was changed.", Assert.ThrowsAny<RasterAccessException>(() => RasterDescriber.Describe(remote.Path, isTrusted: false)).Message);
    }

    [Fact]
    public void A_fault_of_any_kind_stays_inside_of_the_callbacks()
    {
        using var remote = new LocalRanges(Create("a.tif"));
        remote.Check = _ => throw new InvalidOperationException("out of order");

        var failure = Assert.ThrowsAny<RasterAccessException>(() => RasterDescriber.Describe(remote.Path, isTrusted: false));

        Assert.Equal("'fetched-raster.tif' cannot be read: out of order", failure.Message);
    }

    [Fact]
    public void A_block_that_was_damaged_on_the_disk_is_fetched_again()
    {
        var file = Create("a.tif", "COMPRESS=DEFLATE");
        using var remote = new LocalRanges(file);
        AssertSame(file, remote.Path);
        var before = remote.Asked.Count;
        using (var data = File.OpenHandle(BlockFile.DataPath(remote.Folder), FileMode.Open, FileAccess.Write))
        {
            RandomAccess.Write(data, new byte[64], (3 * BlockFile.BlockBytes) + 100);
        }

        AssertSame(file, remote.Path);

        Assert.Equal([new BlockRange(3, 1)], Assert.Single(remote.Asked.Skip(before)));
    }

    [Fact]
    public void Nothing_beside_the_file_is_looked_for()
    {
        var file = Create("a.tif");
        File.WriteAllText(file + ".aux.xml", "<PAMDataset><Metadata><MDI key=\"SIDECAR\">yes</MDI></Metadata></PAMDataset>");
        using var remote = new LocalRanges(file);

        using var dataset = GdalDataset.Open(remote.Path, isTrusted: true);

        Assert.Equal([remote.Path], dataset.Files());
        Assert.Null(dataset.GetMetadata("SIDECAR"));
    }

    [Theory]
    [InlineData("/vsiranges/tmp/nothing.tif")]
    [InlineData("/vsiranges//vsicurl/http://127.0.0.1/a.tif")]
    [InlineData("/vsiranges/etc/passwd")]
    [InlineData("/vsiranges/")]
    [InlineData("/VSIRANGES/tmp/a.tif")]
    public void Names_that_this_service_did_not_give_are_no_rasters(string path)
    {
        using var remote = new LocalRanges(Create("a.tif"));

        Assert.EndsWith("is not a raster file on this machine.", Assert.Throws<RasterAccessException>(() => GdalDataset.Open(path, isTrusted: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_formats_are_not_opened_by_ranges()
    {
        var file = _folder.File("a.vrt");
        File.WriteAllText(file, $"""<VRTDataset rasterXSize="1000" rasterYSize="1000"><VRTRasterBand dataType="Byte" band="1"><SimpleSource><SourceFilename>{Create("a.tif")}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>""");
        using var remote = new LocalRanges(file);

        Assert.ThrowsAny<RasterAccessException>(() => GdalDataset.Open(remote.Path, isTrusted: true));
    }

    [Fact]
    public void A_file_cannot_be_written()
    {
        using var remote = new LocalRanges(Create("a.tif"));

        Assert.ThrowsAny<RasterAccessException>(() => GdalDataset.Create("GTiff", remote.Path, new RasterSize(1, 1), 1, GdalDataType.GDT_Byte));
    }

    private static void AssertSame(string local, string remote)
    {
        using var expected = GdalDataset.Open(local, isTrusted: false);
        using var actual = GdalDataset.Open(remote, isTrusted: false);
        Assert.Equal(expected.Grid, actual.Grid);
        foreach (var (one, other) in expected.Bands.Zip(actual.Bands))
        {
            Assert.Equal((one.PixelType, one.NoData, one.Scaling, one.MaskFlags), (other.PixelType, other.NoData, other.Scaling, other.MaskFlags));
            Assert.Equal(TestRasters.ReadBand(one.Handle), TestRasters.ReadBand(other.Handle));
            Assert.Equal(TestRasters.ReadBand(one.GetMask()), TestRasters.ReadBand(other.GetMask()));
            var overviews = LibGdal.GDALGetOverviewCount(one.Handle);
            Assert.Equal(overviews, LibGdal.GDALGetOverviewCount(other.Handle));
            for (var level = 0; level < overviews; level++)
            {
                Assert.Equal(TestRasters.ReadBand(LibGdal.GDALGetOverview(one.Handle, level)), TestRasters.ReadBand(LibGdal.GDALGetOverview(other.Handle, level)));
            }
        }
    }

    private static float[] Read(IRasterReader reader, PixelWindow window)
    {
        var pixels = new float[window.PixelCount * reader.BandCount];
        reader.Read(window, pixels, new byte[window.PixelCount]);
        return pixels;
    }

    // Three bands that do not become small, and overviews of them.
    private string Create(string name, params string[] options)
    {
        var file = _folder.File(name);
        var random = new Random(5);
        double[] values = [.. Enumerable.Range(0, 3 * Side * Side).Select(i => (double)((i / 40) + random.Next(20) & 255))];
        TestRasters.Create(file, new RasterSize(Side, Side), PixelType.U8, values, options: ["TILED=YES", "BLOCKXSIZE=128", "BLOCKYSIZE=128", .. options]);
        CommandLine.Run("gdaladdo", "-q", file, "2", "4");
        return file;
    }
}
