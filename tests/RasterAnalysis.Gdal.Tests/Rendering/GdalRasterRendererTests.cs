using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Gdal.Rendering;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;
using RasterAnalysis.Tools.ClassifyPixels;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Rendering;

public sealed class GdalRasterRendererTests : IDisposable
{
    private static readonly GdalRasterRenderer Renderer = new();

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Render_of_classes_has_their_colours_and_transparent_NoData()
    {
        var path = ClassRaster([1, 5, 255, 5, 1, 255]);

        var image = Render(path, new RenderRequest(new Extent(500000, 4999980, 500030, 5000000), null, new RasterSize(6, 4), RenderFormat.Png32));

        Assert.Equal("image/png", image.ContentType);
        var planes = Decode(image);
        Assert.Equal(4, planes.Length);
        Assert.Equal([10, 10, 200, 200, 255, 255, 10, 10, 200, 200, 255, 255, 200, 200, 10, 10, 255, 255, 200, 200, 10, 10, 255, 255], planes[0]);
        Assert.Equal([255, 255, 255, 255, 0, 0], planes[3].Take(6));
    }

    [Fact]
    public void Render_off_the_raster_is_transparent()
    {
        var path = ClassRaster([1, 5, 5, 5, 1, 5]);

        var partly = Decode(Render(path, new RenderRequest(new Extent(499980, 4999980, 500030, 5000000), null, new RasterSize(5, 2), RenderFormat.Png32)));
        var away = Decode(Render(path, new RenderRequest(new Extent(0, 0, 10, 10), null, new RasterSize(5, 2), RenderFormat.Png32)));

        Assert.Equal([0, 0, 255, 255, 255, 0, 0, 255, 255, 255], partly[3]);
        Assert.All(away[3], alpha => Assert.Equal(0, alpha));
    }

    [Fact]
    public void Render_far_away_in_another_system_is_transparent()
    {
        var path = ClassRaster([1, 5, 5, 5, 1, 5]);

        var world = Decode(Render(path, new RenderRequest(
            new Extent(-20037508, -20037508, 20037508, 20037508), new SpatialReference(102100, null), new RasterSize(64, 64), RenderFormat.Png32)));

        Assert.Equal(64 * 64, world[3].Length);
    }

    [Theory]
    [InlineData(RenderFormat.Png24, "image/png")]
    [InlineData(RenderFormat.Jpeg, "image/jpeg")]
    public void Formats_without_transparency_are_white_where_nothing_is(RenderFormat format, string contentType)
    {
        var path = ClassRaster([1, 5, 5, 5, 1, 5]);

        var image = Render(path, new RenderRequest(new Extent(0, 0, 100, 100), null, new RasterSize(16, 16), format));

        Assert.Equal(contentType, image.ContentType);
        Assert.All(Decode(image).SelectMany(plane => plane), value => Assert.Equal(255, value));
    }

    [Fact]
    public void A_TIFF_has_stored_values_NoData_and_georeference()
    {
        var path = ClassRaster([1, 5, 255, 5, 1, 255]);

        var image = Render(path, new RenderRequest(new Extent(499990, 4999980, 500030, 5000000), null, new RasterSize(4, 2), RenderFormat.Tiff));

        var file = Save(image, "view.tif");
        Assert.Equal([255, 1, 5, 255, 255, 5, 1, 255], TestRasters.ReadBand(file));
        var info = RasterDescriber.Describe(file, isTrusted: false);
        Assert.Equal(new GeoTransform(499990, 10, 0, 5000000, 0, -10), info.Grid.Transform);
        Assert.Equal(32633, info.Wkid);
        Assert.Equal(255, info.Bands[0].NoData);
        Assert.True(info.HasColorTable);
    }

    [Fact]
    public void A_TIFF_of_a_raster_without_NoData_masks_what_is_outside()
    {
        var path = TestRasters.Create(_folder.File("a.tif"), new RasterSize(2, 1), PixelType.S16, [1, 2, 3, 4]);

        var file = Save(Render(path, new RenderRequest(new Extent(499990, 4999990, 500020, 5000000), null, new RasterSize(3, 1), RenderFormat.Tiff)), "view.tif");

        using var reader = RasterOpener.Open(new RasterReadSpec(file, false, [1, 2]));
        var (pixels, validity) = TestRasters.ReadAll(reader);
        Assert.Equal(2, RasterDescriber.Describe(file, isTrusted: false).Bands.Count);
        Assert.Equal([0, 1, 2, 0, 3, 4], pixels);
        Assert.Equal([0, 1, 1], validity);
    }

    [Fact]
    public void Sixteen_bits_are_stretched_alike_in_neighbouring_views()
    {
        var path = TestRasters.Create(_folder.File("a.tif"), new RasterSize(100, 100), PixelType.U16, TestRasters.Ramp(10000, 1000));
        var left = Decode(Render(path, new RenderRequest(new Extent(500000, 4999000, 500500, 5000000), null, new RasterSize(50, 100), RenderFormat.Png24)));
        var right = Decode(Render(path, new RenderRequest(new Extent(500500, 4999000, 501000, 5000000), null, new RasterSize(50, 100), RenderFormat.Png24)));

        Assert.Equal(left[0][(50 * 50) + 49], right[0][50 * 50], 1.0);
        Assert.InRange(left[0][50 * 50], 120, 135);
        Assert.Equal(left[0], left[2]);
    }

    [Fact]
    public void Chosen_bands_are_the_colours()
    {
        var path = TestRasters.Create(_folder.File("a.tif"), new RasterSize(1, 1), PixelType.U8, [10, 20, 30, 40]);

        var planes = Decode(Render(path, new RenderRequest(
            new Extent(500000, 4999990, 500010, 5000000), null, new RasterSize(1, 1), RenderFormat.Png24, Bands: [4, 1, 2])));

        Assert.Equal([40, 10, 20], planes.Select(plane => plane[0]));
    }

    [Theory]
    [InlineData("cog_rgb_mask.tif")]
    [InlineData("L7_ETMs.tif")]
    [InlineData("umbra_mount_yasur.tiff")]
    [InlineData("cog_scale_epsg4326.tif")]
    [InlineData("cog_gcps.tif")]
    [InlineData("rotated.tif")]
    [InlineData("cog_cmap.tif")]
    [InlineData("pix4d_alpha_nodata.tif")]
    [InlineData("cog_dateline.tif")]
    public void Real_rasters_show_something(string name)
    {
        var path = SharedData.Raster(name);
        var info = RasterDescriber.Describe(path, isTrusted: false);

        var planes = Decode(Render(path, new RenderRequest(info.Extent, null, new RasterSize(80, 60), RenderFormat.Png32)));

        Assert.Contains(planes[3], alpha => alpha == 255);
        Assert.True(planes[0].Distinct().Count() > 3);
    }

    [Theory]
    [InlineData(0, 0, 0, 10, 5, 5, "bbox")]
    [InlineData(0, 0, double.NaN, 10, 5, 5, "bbox")]
    [InlineData(0, 0, 10, 10, 0, 5, "size")]
    [InlineData(0, 0, 10, 10, 15001, 5, "size")]
    [InlineData(0, 0, 10, 10, 5, 4101, "size")]
    public void A_view_that_cannot_be_is_refused(double xMin, double yMin, double xMax, double yMax, int width, int height, string field)
    {
        var path = ClassRaster([1, 5, 5, 5, 1, 5]);

        var e = Assert.Throws<InvalidRequestException>(() => Render(
            path, new RenderRequest(new Extent(xMin, yMin, xMax, yMax), null, new RasterSize(width, height), RenderFormat.Png32)));

        Assert.Equal(field, e.Errors[0].Field);
    }

    [Fact]
    public void A_system_for_a_raster_without_one_is_refused_and_says_so()
    {
        var path = SharedData.Raster("rotated.tif");

        Assert.Throws<RasterAccessException>(() => Render(
            path, new RenderRequest(new Extent(0, 0, 1, 1), SpatialReference.Wgs84, new RasterSize(5, 5), RenderFormat.Png32)));
    }

    [Fact]
    public void Many_pictures_at_once_are_all_alike()
    {
        var path = ClassRaster([1, 5, 255, 5, 1, 255]);
        var request = new RenderRequest(new Extent(500000, 4999980, 500030, 5000000), new SpatialReference(32633, null), new RasterSize(60, 40), RenderFormat.Png32);
        var expected = Render(path, request).Content;

        Parallel.For(0, 24, _ => Assert.Equal(expected, Render(path, request).Content));
    }

    private static RenderedImage Render(string path, RenderRequest request) =>
        Renderer.Render(new RasterSource(path, IsTrusted: false), request, TestContext.Current.CancellationToken);

    // 3 × 2 pixels with a colour table; 255 is NoData.
    private string ClassRaster(double[] values)
    {
        var size = new RasterSize(3, 2);
        var section = TestRasters.Create(_folder.File("section.tif"), size, PixelType.U8, values);
        var profile = ClassifiedRasterProfile.For([new ClassDefinition(1, "One", new RgbColor(10, 20, 30)), new ClassDefinition(5, "Five", new RgbColor(200, 100, 50))]);
        ClassifiedRasterAssembler.Assemble(
            _folder.File("classes.tif"), new RasterGrid(size, TestRasters.Utm, TestRasters.UtmWkt), profile,
            [new SectionRaster(section, PixelWindow.Whole(size))], [], new Dictionary<string, string>(), null, CancellationToken.None);
        return _folder.File("classes.tif");
    }

    private static double[][] Decode(RenderedImage image) => Rendered.Planes(image);

    private string Save(RenderedImage image, string name)
    {
        File.WriteAllBytes(_folder.File(name), image.Content);
        return _folder.File(name);
    }
}
