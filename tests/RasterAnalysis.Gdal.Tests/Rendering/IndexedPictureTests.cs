using CsCheck;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Rendering;

public sealed class IndexedPictureTests : IDisposable
{
    private const int Width = 90;
    private const int Height = 70;
    private const byte Nothing = 255;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(5, 4)]
    [InlineData(17, 8)]
    [InlineData(200, 8)]
    public void Classes_are_a_palette_of_their_colours_in_as_few_bits_as_it_takes(int classes, int bits)
    {
        var path = Classes(classes, hasHoles: true);

        foreach (var format in (RenderFormat[])[RenderFormat.Png32, RenderFormat.Png24, RenderFormat.Png8, RenderFormat.JpegOrPng])
        {
            var image = Rendered.Image(path, Rendered.Whole(new RasterSize(Width, Height), format));

            Assert.Equal("image/png", image.ContentType);
            Assert.Equal((bits, (byte)3), (image.Content[24], image.Content[25])); // bit depth and colour type in IHDR
            AssertShows(classes, hasHoles: true, isTransparent: format != RenderFormat.Png24, Rendered.Planes(image));
        }
    }

    [Fact]
    public void Where_every_pixel_is_there_no_colour_is_transparent()
    {
        var image = Rendered.Image(Classes(2, hasHoles: false), Rendered.Whole(new RasterSize(Width, Height), RenderFormat.Png32));

        Assert.Equal(1, image.Content[24]);
        Assert.Equal(-1, image.Content.AsSpan().IndexOf("tRNS"u8));
        AssertShows(2, hasHoles: false, isTransparent: true, Rendered.Planes(image));
    }

    [Fact]
    public void Any_view_is_the_one_that_the_usual_way_gives()
    {
        var path = Classes(17, hasHoles: true);
        Gen.Select(Gen.Int[-500, 1000], Gen.Int[-400, 800], Gen.Int[8, 1600], Gen.Int[8, 1600], Gen.Int[1, 90], Gen.Int[1, 60]).Sample(
            (x, y, across, down, width, height) =>
            {
                var extent = new Extent(500000 + x, 5000000 - y - down, 500000 + x + across, 5000000 - y);
                var request = new RenderRequest(extent, null, new RasterSize(width, height), RenderFormat.Png32);

                // the same system, but named: then it is not known beforehand that it is the raster's own
                Assert.Equal(Rendered.Planes(path, request with { SpatialReference = new SpatialReference(32633, null) }), Rendered.Planes(path, request));
            },
            iter: 100, threads: 1);
    }

    [Fact]
    public void More_colours_than_a_palette_has_are_written_as_they_are()
    {
        var path = TestRasters.Create(
            _folder.File("many.tif"), new RasterSize(600, 1), PixelType.U16, [.. Enumerable.Range(0, 600).Select(i => (double)i)], change: dataset => SetColours(dataset, 600, null));

        var planes = Rendered.Planes(path, Rendered.Whole(new RasterSize(600, 1), RenderFormat.Png32));

        Assert.Equal(Enumerable.Range(0, 600).Select(i => (double)Colour(i).Red), planes[0]);
        Assert.Equal(Enumerable.Range(0, 600).Select(i => (double)Colour(i).Green), planes[1]);
    }

    private static void AssertShows(int classes, bool hasHoles, bool isTransparent, double[][] planes)
    {
        for (var i = 0; i < Width * Height; i++)
        {
            var value = Value(i, classes, hasHoles);
            var expected = value == Nothing ? (255, 255, 255, isTransparent ? 0 : 255) : (Colour(value).Red, Colour(value).Green, Colour(value).Blue, 255);
            Assert.Equal(expected, ((int)planes[0][i], (int)planes[1][i], (int)planes[2][i], (int)planes[3][i]));
        }
    }

    private static int Value(int i, int classes, bool hasHoles) => hasHoles && i % 11 == 0 ? Nothing : (i / 7) % classes;

    private static (int Red, int Green, int Blue) Colour(int value) => (value % 256, value / 256 * 50, 255 - (value % 256));

    private string Classes(int count, bool hasHoles) => TestRasters.Create(
        _folder.File($"{count}-{hasHoles}.tif"), new RasterSize(Width, Height), PixelType.U8,
        [.. Enumerable.Range(0, Width * Height).Select(i => (double)Value(i, count, hasHoles))], change: dataset => SetColours(dataset, count, Nothing));

    private static void SetColours(GdalDataset dataset, int count, double? noData)
    {
        using var table = LibGdal.GDALCreateColorTable(GdalConstants.GPI_RGB);
        for (var value = 0; value < count; value++)
        {
            var (red, green, blue) = Colour(value);
            LibGdal.GDALSetColorEntry(table, value, new GDALColorEntry { C1 = (short)red, C2 = (short)green, C3 = (short)blue, C4 = 255 });
        }

        Assert.Equal(0, LibGdal.GDALSetRasterColorTable(dataset.Band(1).Handle, table));
        if (noData is { } nothing)
        {
            dataset.Band(1).SetNoData(nothing);
        }
    }
}
