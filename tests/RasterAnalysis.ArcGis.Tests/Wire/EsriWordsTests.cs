using RasterAnalysis.ArcGis.Tests.Infrastructure;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Jobs;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.Wire;

public sealed class EsriWordsTests
{
    /// <summary>Every word that clients know, and no other.</summary>
    [Fact]
    public void Every_state_of_a_job_is_a_word_of_ArcGIS() => Assert.Equal(
        [
            "esriJobSubmitted", "esriJobWaiting", "esriJobExecuting", "esriJobCancelling", "esriJobCancelled", "esriJobSucceeded", "esriJobFailed",
            "esriJobTimedOut",
        ],
        Enum.GetValues<JobStatus>().Select(status => status.WireName()));

    [Fact]
    public void Every_type_of_message_is_a_word_of_ArcGIS() => Assert.Equal(
        ["esriJobMessageTypeInformative", "esriJobMessageTypeWarning", "esriJobMessageTypeError"],
        Enum.GetValues<JobMessageType>().Select(type => type.WireName()));

    [Fact]
    public void Every_pixel_type_is_a_word_of_ArcGIS() => Assert.Equal(
        ["U8", "S8", "U16", "S16", "U32", "S32", "F64", "F64", "F32", "F64"], Enum.GetValues<PixelType>().Select(type => type.WireName()));

    [Theory]
    [InlineData(3857, """{"wkid":102100,"latestWkid":3857}""")]
    [InlineData(102100, """{"wkid":102100,"latestWkid":3857}""")]
    [InlineData(32633, """{"wkid":32633,"latestWkid":32633}""")]
    public void Spatial_reference_of_an_id_has_both_ids(int wkid, string expected) =>
        EsriAssert.Json(expected, EsriSpatialReference.ToJson(new SpatialReference(wkid, null)));

    /// <summary>Its grid is that of its pixels, whatever its points are in.</summary>
    [Fact]
    public void Spatial_reference_of_a_raster_with_control_points_alone_is_none()
    {
        var grid = new RasterGrid(new RasterSize(4, 3), GeoTransform.Identity, null);

        Assert.Null(EsriSpatialReference.Of(new RasterInfo("GTiff", grid, false, "WGS 84", 4326, 4, false, false, 0, [], "GEOGCRS[\"WGS 84\"]")));
    }

    [Fact]
    public void Spatial_reference_without_id_is_its_text() =>
        EsriAssert.Json("""{"wkt":"LOCAL_CS[\"x\"]"}""", EsriSpatialReference.ToJson(new SpatialReference(null, "LOCAL_CS[\"x\"]")));

    [Fact]
    public void Spatial_reference_of_none_is_empty() => EsriAssert.Json("{}", EsriSpatialReference.ToJson(null));

    [Theory]
    [InlineData("3857", 3857)]
    [InlineData("""{"wkid":102100,"latestWkid":3857}""", 3857)]
    [InlineData("{wkid:4326}", 4326)]
    [InlineData("""{"wkid":"4326"}""", 4326)]
    public void Spatial_reference_reads_numbers_and_objects(string text, int wkid)
    {
        List<RequestError> faults = [];
        Assert.Equal(new SpatialReference(wkid, null), EsriSpatialReference.Parse(text, "imageSR", faults));
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("{}")]
    [InlineData("{wkid:")]
    [InlineData("""{"wkid":1,"wkid":2}""")]
    [InlineData("/etc/passwd[")]
    [InlineData("http://example.com/x[")]
    [InlineData("EPSG:3857")]
    public void What_is_no_spatial_reference_is_refused(string text)
    {
        List<RequestError> faults = [];
        Assert.Null(EsriSpatialReference.Parse(text, "imageSR", faults));
        Assert.Equal("imageSR", Assert.Single(faults).Field);
    }
}
