using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Reading;

// What files say that is no number, or that no sample can be.
public sealed class RasterFactsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Float32", "nan", double.NaN)]
    [InlineData("Float32", "inf", double.PositiveInfinity)]
    [InlineData("Float64", "-inf", double.NegativeInfinity)]
    [InlineData("Byte", "nan", null)]
    [InlineData("UInt16", "nan", null)]
    [InlineData("Byte", "-9999", null)]
    [InlineData("Int16", "-9999", -9999.0)]
    [InlineData("Byte", "0", 0.0)]
    public void NoData_is_what_a_sample_of_the_type_can_be(string type, string noData, double? expected)
    {
        var path = Make(type, $"<NoDataValue>{noData}</NoDataValue>");

        var info = RasterDescriber.Describe(path, isTrusted: false);

        Assert.Equal(expected, info.Bands[0].NoData);
        Assert.Equal(expected, PlanJson.Read<RasterInfo>(PlanJson.Write(info)).Bands[0].NoData);
    }

    [Fact]
    public void Scale_offset_and_statistics_that_are_not_finite_say_nothing()
    {
        var path = Make(
            "Byte",
            "<Metadata><MDI key=\"STATISTICS_MINIMUM\">1</MDI><MDI key=\"STATISTICS_MAXIMUM\">9</MDI><MDI key=\"STATISTICS_MEAN\">nan</MDI><MDI key=\"STATISTICS_STDDEV\">nan</MDI></Metadata>"
            + "<Scale>inf</Scale><Offset>nan</Offset>");

        var band = RasterDescriber.Describe(path, isTrusted: false).Bands[0];

        Assert.Equal((1.0, 0.0, null), (band.Scale, band.Offset, band.Statistics));
    }

    [Theory]
    [InlineData("0, 1e308, 0, 0, 0, -1e308")]
    [InlineData("1e308, 1e307, 0, -1e308, 0, -1e307")]
    [InlineData("0, 1e-200, 0, 0, 0, -1e-200")]
    public void An_extent_that_is_not_finite_is_refused_with_the_geotransform(string transform)
    {
        var path = Make("Byte", "", transform);

        var e = Assert.Throws<RasterAccessException>(() => RasterDescriber.Describe(path, isTrusted: false));

        Assert.Contains("geotransform", e.Message, StringComparison.Ordinal);
        Assert.Contains("gdal_edit.py", e.Message, StringComparison.Ordinal);
    }

    private string Make(string type, string band, string transform = "500000, 10, 0, 5000000, 0, -10")
    {
        var vrt = _folder.File("raster.vrt");
        File.WriteAllText(
            vrt,
            $"<VRTDataset rasterXSize=\"20\" rasterYSize=\"20\"><GeoTransform>{transform}</GeoTransform><VRTRasterBand dataType=\"{type}\" band=\"1\">{band}</VRTRasterBand></VRTDataset>");
        var path = _folder.File("raster.tif");
        CommandLine.Run("gdal_translate", "-q", vrt, path);
        return path;
    }
}
