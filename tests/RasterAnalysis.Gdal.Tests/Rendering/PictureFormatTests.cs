using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Rendering;

public sealed class PictureFormatTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(RenderFormat.Png8, "image/png", "PNG")]
    [InlineData(RenderFormat.Gif, "image/gif", "GIF")]
    public void An_indexed_picture_keeps_each_of_few_colours(RenderFormat format, string contentType, string driver)
    {
        var path = Colours(3, 1, [10, 0, 200, 20, 0, 100, 30, 0, 50], noData: 0);
        var image = Rendered.Image(path, Rendered.Whole(new RasterSize(3, 1), format));

        Assert.Equal(contentType, image.ContentType);
        var (found, colours) = Decode(image);
        Assert.Equal(driver, found);
        Assert.Equal([(10, 20, 30, 255), (200, 100, 50, 255)], [colours[0], colours[2]]);
        Assert.Equal(0, colours[1].Alpha);
    }

    [Fact]
    public void Many_colours_are_cut_to_256_in_png8()
    {
        var random = new Random(1);
        double[] values = [.. Enumerable.Range(0, 3 * 64 * 64).Select(i => Math.Clamp((i % 4096 / 16) + random.Next(3), 0, 255))];
        var path = Colours(64, 64, values);

        var (_, colours) = Decode(Rendered.Image(path, Rendered.Whole(new RasterSize(64, 64), RenderFormat.Png8)));

        Assert.InRange(colours.Distinct().Count(), 30, 256);
        Assert.All(colours, (colour, i) => Assert.InRange(Math.Abs(colour.Red - values[i]), 0, 32));
    }

    [Fact]
    public void JPEG_or_PNG_depends_on_holes()
    {
        var path = Colours(16, 16, [.. Enumerable.Repeat(100.0, 3 * 256)]);
        var whole = Rendered.Whole(new RasterSize(16, 16), RenderFormat.JpegOrPng);

        Assert.Equal("image/jpeg", Rendered.Image(path, whole).ContentType);
        Assert.Equal("image/png", Rendered.Image(path, whole with { Extent = new Extent(499900, 4999840, 500160, 5000000) }).ContentType);
        Assert.Equal("image/png", Rendered.Image(SharedData.Raster("cog_cmap.tif"), whole with
        {
            Extent = Gdal.Reading.RasterDescriber.Describe(SharedData.Raster("cog_cmap.tif"), false).Extent,
        }).ContentType);
    }

    [Fact]
    public void The_quality_of_a_JPEG_is_heard()
    {
        var random = new Random(1);
        var path = Colours(64, 64, [.. Enumerable.Range(0, 3 * 64 * 64).Select(_ => (double)random.Next(256))]);
        var request = Rendered.Whole(new RasterSize(64, 64), RenderFormat.Jpeg);

        Assert.True(Rendered.Image(path, request with { Quality = 10 }).Content.Length < Rendered.Image(path, request with { Quality = 95 }).Content.Length / 2);
    }

    [Fact]
    public void A_BMP_is_one()
    {
        var path = Colours(2, 1, [10, 200, 20, 100, 30, 50]);
        var image = Rendered.Image(path, Rendered.Whole(new RasterSize(2, 1), RenderFormat.Bmp));
        Assert.Equal("BM"u8.ToArray(), image.Content[..2]);
        Assert.Equal([[10, 200], [20, 100], [30, 50]], Rendered.Planes(image));
    }

    [Fact]
    public void NoData_of_the_client_is_transparent()
    {
        var path = Colours(2, 1, [10, 200, 20, 100, 30, 50]);
        var planes = Rendered.Planes(path, Rendered.Whole(new RasterSize(2, 1), RenderFormat.Png32) with { NoData = new NoDataRule([10, 20, 30], true) });
        Assert.Equal([0, 255], planes[3]);
    }

    [Fact]
    public void Of_a_mosaics_members_the_first_lies_on_top()
    {
        var low = TestRasters.Create(_folder.File("low.tif"), new RasterSize(4, 1), PixelType.U8, [1, 1, 1, 1]);
        var top = TestRasters.Create(_folder.File("top.tif"), new RasterSize(2, 1), PixelType.U8, [9, 0], change: dataset => dataset.Band(1).SetNoData(0));
        var grid = new RasterGrid(new RasterSize(4, 1), TestRasters.Utm, TestRasters.UtmWkt);
        MosaicMember[] members = [new("top", top, false), new("low", low, false)];
        var request = Rendered.Whole(new RasterSize(4, 1), RenderFormat.Bsq);
        var renderer = new Gdal.Rendering.GdalRasterRenderer();

        Assert.Equal([9, 1, 1, 1], renderer.Render(new RasterSource("", false, members, grid), request, TestContext.Current.CancellationToken).Content[..4]);
        Assert.Equal([1, 1, 1, 1], renderer.Render(new RasterSource("", false, [.. members.Reverse()], grid), request, TestContext.Current.CancellationToken).Content[..4]);
        Assert.Equal(
            [9, 0, 0, 0, 0b10000000],
            renderer.Render(new RasterSource("", false, [members[0]], grid), request, TestContext.Current.CancellationToken).Content);
    }

    private string Colours(int width, int height, double[] values, double? noData = null) => TestRasters.Create(
        _folder.File($"{Guid.NewGuid():N}.tif"), new RasterSize(width, height), PixelType.U8, values, change: dataset =>
        {
            foreach (var band in dataset.Bands)
            {
                if (noData is not null)
                {
                    band.SetNoData(noData.Value);
                }
            }
        });

    private (string Driver, (int Red, int Green, int Blue, int Alpha)[] Colours) Decode(RenderedImage image)
    {
        var file = _folder.File($"{Guid.NewGuid():N}");
        File.WriteAllBytes(file, image.Content);
        using var dataset = GdalDataset.Open(file, isTrusted: true);
        var table = LibGdal.GDALGetRasterColorTable(dataset.Band(1).Handle);
        return (dataset.DriverName, [.. TestRasters.ReadBand(dataset).Select(index =>
        {
            _ = LibGdal.GDALGetColorEntryAsRGB(table, (int)index, out var entry);
            return ((int)entry.C1, (int)entry.C2, (int)entry.C3, (int)entry.C4);
        })]);
    }
}
