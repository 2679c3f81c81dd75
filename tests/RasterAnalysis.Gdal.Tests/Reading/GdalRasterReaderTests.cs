using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Reading;

public sealed class GdalRasterReaderTests : IDisposable
{
    private static readonly RasterSize Size = new(7, 5);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(PixelType.U8, 200)]
    [InlineData(PixelType.U16, 65000)]
    [InlineData(PixelType.S16, -20)]
    [InlineData(PixelType.U32, 16777000)]
    [InlineData(PixelType.S32, -20)]
    [InlineData(PixelType.U64, 1000)]
    [InlineData(PixelType.S64, -1000)]
    [InlineData(PixelType.F32, -0.5)]
    [InlineData(PixelType.F64, 0.25)]
    public void Read_of_every_pixel_type_gives_the_stored_values(PixelType type, double start)
    {
        var values = TestRasters.Ramp(35, start);
        var path = TestRasters.Create(_folder.File("a.tif"), Size, type, values);

        var (pixels, validity) = TestRasters.ReadAll(path, 1);

        Assert.Equal(values.Select(value => (float)value), pixels);
        Assert.All(validity, valid => Assert.Equal(1, valid));
        Assert.Equal(type, RasterDescriber.Describe(path, isTrusted: false).Bands[0].PixelType);
    }

    [Fact]
    public void Legacy_signed_bytes_are_negative()
    {
        Assert.SkipUnless(GdalRuntime.Version < new GdalVersion(3, 7, 0), "From GDAL 3.7 on signed bytes are a type of their own.");
        var path = TestRasters.Create(_folder.File("a.tif"), Size, PixelType.U8, TestRasters.Ramp(35, 110), options: "PIXELTYPE=SIGNEDBYTE");

        var (pixels, _) = TestRasters.ReadAll(path, 1);

        Assert.Equal(Enumerable.Range(110, 35).Select(value => (float)(sbyte)value), pixels);
        Assert.Equal(PixelType.S8, RasterDescriber.Describe(path, isTrusted: true).Bands[0].PixelType);
    }

    [Fact]
    public void Bands_in_another_order_are_delivered_in_that_order()
    {
        var path = TestRasters.Create(_folder.File("a.tif"), Size, PixelType.U8, TestRasters.Ramp(105));

        var (pixels, _) = TestRasters.ReadAll(path, 3, 1, 3);

        Assert.Equal([70, 0, 70], new[] { pixels[0], pixels[35], pixels[70] });
    }

    [Theory]
    [InlineData(0, 0, 1, 1, 0)]
    [InlineData(6, 4, 1, 1, 34)]
    [InlineData(2, 1, 5, 4, 9)]
    public void Windows_at_the_edges_begin_at_their_pixel(int column, int row, int width, int height, float first)
    {
        var path = TestRasters.Create(_folder.File("a.tif"), Size, PixelType.U8, TestRasters.Ramp(35));
        using var reader = RasterOpener.Open(new RasterReadSpec(path, false, [1]));

        var (pixels, _) = TestRasters.ReadAll(reader, new PixelWindow(column, row, width, height));

        Assert.Equal(first, pixels[0]);
        Assert.Equal(first + ((height - 1) * 7) + width - 1, pixels[^1]);
    }

    [Theory]
    [InlineData(-1, 0, 2, 2)]
    [InlineData(6, 0, 2, 1)]
    [InlineData(0, 0, 0, 1)]
    public void Read_of_a_window_off_the_raster_is_a_programming_error(int column, int row, int width, int height)
    {
        var path = TestRasters.Create(_folder.File("a.tif"), Size, PixelType.U8, TestRasters.Ramp(35));
        using var reader = RasterOpener.Open(new RasterReadSpec(path, false, [1]));

        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read(new PixelWindow(column, row, width, height), new float[4], new byte[4]));
    }

    [Fact]
    public void Open_of_a_band_that_is_not_there_says_how_many_there_are()
    {
        var path = TestRasters.Create(_folder.File("a.tif"), Size, PixelType.U8, TestRasters.Ramp(35));

        var e = Assert.Throws<RasterAccessException>(() => RasterOpener.Open(new RasterReadSpec(path, false, [1, 4])));

        Assert.Equal("'a.tif' has 1 bands; band 4 was asked for.", e.Message);
    }

    [Fact]
    public void Read_of_a_truncated_file_names_file_and_window()
    {
        var path = TestRasters.Create(_folder.File("cut.tif"), new RasterSize(300, 300), PixelType.F64, TestRasters.Ramp(90000), options: "TILED=YES");
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(file.Length / 2);
        }

        using var reader = RasterOpener.Open(new RasterReadSpec(path, false, [1]));
        var e = Assert.Throws<GdalException>(() => TestRasters.ReadAll(reader, new PixelWindow(256, 256, 44, 44)));

        Assert.Contains("columns 256..299, rows 256..299 of 'cut.tif'", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Path, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_of_a_VRT_renamed_to_tif_is_refused_when_untrusted_only()
    {
        var path = TestRasters.Create(_folder.File("a.tif"), Size, PixelType.U8, TestRasters.Ramp(35));
        var disguised = _folder.File("b.tif");
        File.WriteAllText(disguised, $"""
            <VRTDataset rasterXSize="7" rasterYSize="5"><VRTRasterBand dataType="Byte" band="1"><SimpleSource>
            <SourceFilename relativeToVRT="0">{path}</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>
            """);

        Assert.Throws<GdalException>(() => RasterDescriber.Describe(disguised, isTrusted: false));
        Assert.Equal("VRT", RasterDescriber.Describe(disguised, isTrusted: true).Driver);
    }

    [Theory]
    [InlineData("<VRTDataset rasterXSize='1' rasterYSize='1'/>")]
    [InlineData("/vsicurl/http://127.0.0.1/a.tif")]
    [InlineData("http://127.0.0.1/a.tif")]
    [InlineData("NETCDF:a.nc:x")]
    [InlineData("")]
    public void Open_of_a_name_that_is_no_file_is_refused_when_untrusted(string name) =>
        Assert.Throws<RasterAccessException>(() => RasterDescriber.Describe(name, isTrusted: false));
}
