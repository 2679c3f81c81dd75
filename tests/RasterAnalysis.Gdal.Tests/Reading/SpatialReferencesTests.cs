using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Reading;

public sealed class SpatialReferencesTests
{
    [Theory]
    [InlineData(4326, 4326, "WGS 84")]
    [InlineData(102100, 3857, "WGS 84 / Pseudo-Mercator")]
    [InlineData(102008, 102008, "North_America_Albers_Equal_Area_Conic")]
    [InlineData(32633, 32633, "WGS 84 / UTM zone 33N")]
    public void A_wkid_comes_back_as_id_and_name(int wkid, int expected, string name)
    {
        var wkt = SpatialReferences.ToWkt(new SpatialReference(wkid, null), "context.outSR");

        Assert.Equal(expected, SpatialReferences.WkidOf(wkt));
        Assert.Equal(name, SpatialReferences.NameOf(wkt));
        Assert.StartsWith("PROJCS[\"", SpatialReferences.EsriWktOf(wkt)!.Replace("GEOGCS", "PROJCS", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://127.0.0.1:9/srs")]
    [InlineData("/etc/passwd")]
    [InlineData("+init=/etc/passwd:1")]
    [InlineData("")]
    [InlineData("PROJCS[\"broken\"")]
    public void A_text_that_is_no_WKT_is_an_invalid_request(string text)
    {
        var e = Assert.Throws<InvalidRequestException>(() => SpatialReferences.ToWkt(new SpatialReference(null, text), "context.outSR"));

        Assert.Equal("context.outSR", e.Errors[0].Field);
    }

    [Fact]
    public void An_unknown_id_is_an_invalid_request() =>
        Assert.Throws<InvalidRequestException>(() => SpatialReferences.ToWkt(new SpatialReference(999999, null), "context.outSR"));

    [Fact]
    public void IsSame_is_true_of_other_words_for_one_system()
    {
        var wkt = SpatialReferences.ToWkt(new SpatialReference(4326, null), "a");

        Assert.True(SpatialReferences.IsSame(wkt, SpatialReferences.EsriWktOf(wkt)));
        Assert.True(SpatialReferences.IsSame(null, null));
        Assert.False(SpatialReferences.IsSame(wkt, null));
        Assert.False(SpatialReferences.IsSame(wkt, TestRasters.UtmWkt));
    }

    [Fact]
    public void TransformExtent_to_UTM_is_in_the_order_x_y()
    {
        var wgs84 = SpatialReferences.ToWkt(SpatialReference.Wgs84, "a");

        var extent = SpatialReferences.TransformExtent(new Extent(14, 45, 15, 46), wgs84, TestRasters.UtmWkt);

        Assert.InRange(extent!.Value.XMin, 421000, 423000);
        Assert.InRange(extent.Value.YMax, 5094000, 5096000);
    }

    [Fact]
    public void TransformExtent_where_the_system_does_not_reach_is_null()
    {
        var utm = TestRasters.UtmWkt;

        Assert.Null(SpatialReferences.TransformExtent(new Extent(1e12, 1e12, 2e12, 2e12), utm, SpatialReferences.ToWkt(SpatialReference.Wgs84, "a")));
    }
}
