using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Gdal.Rendering;
using RasterAnalysis.Gdal.Sampling;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;
using RasterAnalysis.Rasters.Sampling;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Rendering;

// Views of large rasters read few of their cells, and show what the others would have shown.
public sealed class DecimationTests : IDisposable
{
    private const int Patch = 64;
    private const int Patches = 33;
    private const int Side = Patch * Patches;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void View_of_few_pixels_reduces_the_raster_to_two_cells_for_each()
    {
        using var source = GdalDataset.Open(Patched(), isTrusted: false);

        var reduced = Decimation.Of(source, [1], View(TestRasters.Utm, Patches));

        Assert.Equal(new RasterSize(2 * Patches, 2 * Patches), reduced);
    }

    [Fact]
    public void View_of_as_many_pixels_reads_the_raster_as_it_is()
    {
        using var source = GdalDataset.Open(Patched(), isTrusted: false);

        Assert.Null(Decimation.Of(source, [1], View(TestRasters.Utm, Side)));
        Assert.Null(Decimation.Of(source, [1], ViewGrid.Over(new Extent(0, 0, 10, 10), new RasterSize(1, 1), TestRasters.UtmWkt)));
    }

    [Theory]
    [InlineData(ResamplingMethod.Nearest, RenderFormat.Bsq)]
    [InlineData(ResamplingMethod.Nearest, RenderFormat.Tiff)]
    [InlineData(ResamplingMethod.Bilinear, RenderFormat.Tiff)]
    public void Picture_of_patches_has_their_values(ResamplingMethod resampling, RenderFormat format)
    {
        var request = Rendered.Whole(new RasterSize(Side, Side), format, shown: new RasterSize(Patches, Patches)) with { Resampling = resampling };

        var image = Rendered.Image(Patched(), request);

        byte[] values = format == RenderFormat.Bsq
            ? image.Content[..(Patches * Patches)]
            : [.. Rendered.Planes(image)[0].Select(value => (byte)value)];
        for (var i = 0; i < values.Length; i++)
        {
            var expected = Value(i / Patches, i % Patches);

            // a bilinear pixel is made of neighbours too, which differ by 11 at most
            Assert.InRange(values[i] - expected, resampling == ResamplingMethod.Nearest ? 0 : -6, resampling == ResamplingMethod.Nearest ? 0 : 6);
        }
    }

    [Theory]
    [InlineData("utm")]
    [InlineData("pixels")]
    [InlineData("rotated")]
    public void Reduced_in_every_kind_of_place_lies_where_the_raster_lies(string kind)
    {
        var transform = kind switch
        {
            "pixels" => GeoTransform.Identity,
            "rotated" => new GeoTransform(500000, 8, 6, 5000000, 6, -8),
            _ => TestRasters.Utm,
        };
        var wkt = kind == "pixels" ? null : TestRasters.UtmWkt;
        using var source = GdalDataset.Open(Patched(new RasterGrid(new RasterSize(Side, Side), transform, wkt)), isTrusted: false);
        var view = View(transform, Patches, wkt);
        var reduced = Decimation.Of(source, [1], view);
        Assert.NotNull(reduced);

        using var exact = WarpedView.OfSamples(source, [1], view, ResamplingMethod.Nearest, isExact: true);
        using var quick = WarpedView.OfSamples(source, [1], view, ResamplingMethod.Nearest, isExact: false, reduced);

        var (expected, actual) = (TestRasters.ReadBand(exact), TestRasters.ReadBand(quick));
        var same = expected.Zip(actual).Count(pair => pair.First.Equals(pair.Second));
        Assert.True(same >= (kind == "rotated" ? 0.75 : 1) * expected.Length, $"{same} of {expected.Length} pixels are the same.");

        // what differs lies at the edge of a patch, and is the patch beside it
        Assert.All(expected.Zip(actual).Where(pair => !double.IsNaN(pair.First) && !double.IsNaN(pair.Second)), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 7));
        Assert.True(actual.Distinct().Count() > 20);
    }

    [Fact]
    public void Picture_of_a_masked_raster_is_transparent_where_the_mask_says_so()
    {
        var mask = new byte[Side * Side];
        for (var i = 0; i < mask.Length; i++)
        {
            mask[i] = i % Side < Patch * 10 ? (byte)255 : (byte)0;
        }

        var path = Patched(mask: mask);
        var shown = Rendered.Planes(path, Rendered.Whole(new RasterSize(Side, Side), RenderFormat.Png32, shown: new RasterSize(Patches, Patches)) with
        {
            Resampling = ResamplingMethod.Bilinear,
        });

        Assert.All(Enumerable.Range(0, Patches * Patches).Where(i => i % Patches is not (9 or 10)), i => Assert.Equal(i % Patches < 10 ? 255 : 0, shown[3][i]));
    }

    [Fact]
    public void View_of_many_blocks_is_coarser_rather_than_read_them_all()
    {
        // 100,000 x 100,000 pixels in blocks of 256 x 256, none of them written: 9.3 GiB
        using var source = Sparse(100_000, 256);

        var reduced = Decimation.Of(source, [1], View(TestRasters.Utm, 1000, cells: 100_000));

        Assert.NotNull(reduced);
        Assert.InRange(reduced.Value.Width, 60, 100);
        Assert.True((long)reduced.Value.Width * reduced.Value.Height * 256 * 256 <= 1L << 29);
    }

    [Fact]
    public void Block_of_many_megabytes_is_refused_and_says_what_to_do()
    {
        using var source = Sparse(32_768, 32_768);
        var path = source.Path;
        var all = TestRasters.Utm.ExtentOf(source.Size);

        var picture = Assert.Throws<RasterAccessException>(() => Rendered.Image(path, Rendered.Whole(source.Size, RenderFormat.Png32, shown: new RasterSize(8, 8))));
        var value = Assert.Throws<RasterAccessException>(() => new GdalRasterSampler().Sample(
            new RasterSource(path, false), new SampleRequest(all, source.Size, [(500005, 4999995)]), TestContext.Current.CancellationToken));
        var summary = Assert.Throws<RasterAccessException>(() => new GdalRasterSampler().Summarize(
            new RasterSource(path, false), new SummaryRequest(all, source.Size, 1000), TestContext.Current.CancellationToken));

        Assert.All([picture, value, summary], fault => Assert.Contains("blocks of 32768×32768 pixels, 1024 MiB each", fault.Message, StringComparison.Ordinal));
        Assert.Contains("gdal_translate -co TILED=YES", picture.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Value_in_a_large_raster_is_that_of_its_cell()
    {
        var path = Patched();
        var samples = new GdalRasterSampler().Sample(
            new RasterSource(path, false),
            new SampleRequest(TestRasters.Utm.ExtentOf(new RasterSize(Side, Side)), new RasterSize(Side, Side), [(500005 + (10 * Patch * 3), 4999995 - (10 * Patch * 2))]),
            TestContext.Current.CancellationToken);

        Assert.Equal(Value(2, 3), samples[0][0]);
    }

    private static byte Value(int patchRow, int patchColumn) => (byte)(10 + (patchRow * 4) + (patchColumn * 3));

    private static RasterGrid View(GeoTransform transform, int pixels, string? wkt = "", int cells = Side) => ViewGrid.Over(
        transform.ExtentOf(new RasterSize(cells, cells)), new RasterSize(pixels, pixels), wkt is "" ? TestRasters.UtmWkt : wkt);

    private GdalDataset Sparse(int side, int block)
    {
        var path = _folder.File("sparse.tif");
        using (var made = GdalDataset.Create(
            "GTiff", path, new RasterSize(side, side), 1, GdalDataType.GDT_Byte, "SPARSE_OK=TRUE", "TILED=YES", $"BLOCKXSIZE={block}", $"BLOCKYSIZE={block}", "BIGTIFF=YES"))
        {
            made.SetGrid(new RasterGrid(new RasterSize(side, side), TestRasters.Utm, TestRasters.UtmWkt));
            made.Complete();
        }

        return GdalDataset.Open(path, isTrusted: false);
    }

    private string Patched(RasterGrid? grid = null, byte[]? mask = null)
    {
        var values = new double[Side * Side];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Value(i / Side / Patch, i % Side / Patch);
        }

        var path = _folder.File("patches.tif");
        TestRasters.Create(path, new RasterSize(Side, Side), PixelType.U8, values, grid, options: ["TILED=YES", "COMPRESS=DEFLATE"], change: mask is null ? null : dataset => TestRasters.WriteMask(dataset, mask));
        return path;
    }
}
