using System.Text.Json.Nodes;
using RasterAnalysis.Stac;

namespace RasterAnalysis.Core.Tests.Stac;

/// <summary>What is read of STAC documents, and which are refused by the place that is wrong.</summary>
public sealed class StacDocumentTests
{
    [Fact]
    public void Bands_of_1_0_have_the_names_of_the_eye_and_the_values_of_the_raster()
    {
        var item = Assert.Single(StacDocuments.Read(StacDocuments.Sentinel2()).Items);

        Assert.Equal(("S2B_33TTM_20240601_0_L2A", 3.25, false), (item.Id, item.CloudCover, item.IsOffsetApplied));
        Assert.Equal(new DateTimeOffset(2024, 6, 1, 10, 17, 46, 339, TimeSpan.Zero), item.Time);
        Assert.Equal(new StacBand("B04", "red", 0, 0.0001, -0.1), Assert.Single(item.Assets.Single(asset => asset.Key == "red").Bands));
        Assert.Equal(3, item.Assets.Single(asset => asset.Key == "visual").Bands.Count);
        Assert.True(StacDocuments.Read(StacDocuments.Sentinel2(isOffsetApplied: true)).Items[0].IsOffsetApplied);
    }

    [Fact]
    public void Bands_of_1_1_take_what_stands_with_the_asset()
    {
        var item = Assert.Single(StacDocuments.Read(StacDocuments.Landsat()).Items);

        Assert.Equal(new StacBand("OLI_B4", "red", 0, 2.75e-05, -0.2), Assert.Single(item.Assets[0].Bands));
        Assert.Equal(["https://landsatlook.example.com/data/SR_B4.TIF"], item.Assets[0].Alternates);
        Assert.Equal(new DateTimeOffset(2024, 6, 4, 9, 54, 0, TimeSpan.Zero), item.Time);
    }

    [Fact]
    public void Items_lie_by_clouds_and_then_by_time()
    {
        var document = StacDocuments.Read(StacDocuments.Collection(
            Dated("unsaid", null, "2030-01-01T00:00:00Z"), Dated("cloudy", 80, "2029-01-01T00:00:00Z"), Dated("old", 5, "2020-01-01T00:00:00Z"), Dated("new", 5, "2024-01-01T00:00:00Z"),
            Dated("clear", 0, "2010-01-01T00:00:00Z")));

        Assert.Equal(["clear", "new", "old", "cloudy", "unsaid"], document.Items.Select(item => item.Id));
        Assert.False(document.HasMore);
    }

    [Fact]
    public void Relative_hrefs_of_a_search_start_at_the_items_own_address()
    {
        var item = Dated("a", 0, "2020-01-01T00:00:00Z");
        item["links"] = new JsonArray(new JsonObject { ["rel"] = "self", ["href"] = "https://other.example.com/items/a" });
        var collection = StacDocuments.Collection(item, Dated("b", 1, "2020-01-01T00:00:00Z"));
        collection["links"] = new JsonArray(new JsonObject { ["rel"] = "next", ["href"] = "https://stac.example.com/search?page=2" });

        var document = StacDocuments.Read(collection);

        Assert.Equal([new Uri("https://other.example.com/items/a"), StacDocuments.Address], document.Items.Select(read => read.Base));
        Assert.True(document.HasMore);
        Assert.Equal("features[0].", document.Items[0].Place);
    }

    [Theory]
    [InlineData("""{"type":"Collection","id":"c"}""", "type is a STAC Collection or Catalog")]
    [InlineData("""{"hello":1}""", "type is JSON, but neither a STAC Item")]
    [InlineData("""{"type":7}""", "type must be a text")]
    [InlineData("""{"type":"FeatureCollection"}""", "features must be a list of items")]
    [InlineData("""{"type":"FeatureCollection","features":[]}""", "features is empty: the search found no item")]
    [InlineData("""{"type":"FeatureCollection","features":[7]}""", "features[0] must be an object")]
    [InlineData("""{"type":"Feature","id":"a"}""", "assets is missing")]
    [InlineData("""{"type":"Feature","id":"a","assets":[]}""", "assets must be an object")]
    [InlineData("""{"type":"Feature","id":"a","assets":{}}""", "assets is empty")]
    [InlineData("""{"type":"Feature","id":7,"assets":{"a":{"href":"a.tif"}}}""", "id must be a text")]
    [InlineData("""{"type":"Feature","assets":{"a":{"href":"a.tif"}}}""", "id must be a text of 1 to 200 characters")]
    [InlineData("""{"type":"Feature","id":"a","assets":{"red":7}}""", "assets.red must be an object")]
    [InlineData("""{"type":"Feature","id":"a","assets":{"red":{}}}""", "assets.red.href is missing")]
    [InlineData("""{"type":"Feature","id":"a","assets":{"red":{"href":["a"]}}}""", "assets.red.href must be a text")]
    [InlineData("""{"type":"Feature","id":"a","assets":{"red":{"href":"a.tif","eo:bands":{}}}}""", "assets.red.eo:bands must be a list of bands")]
    [InlineData("""{"type":"Feature","id":"a","assets":{"red":{"href":"a.tif","raster:bands":[{"scale":"much"}]}}}""", "assets.red.raster:bands[0].scale must be a finite number")]
    [InlineData("""{"type":"Feature","id":"a","assets":{"red":{"href":"a.tif","raster:bands":[{"scale":0}]}}}""", "assets.red.raster:bands[0].scale is 0")]
    [InlineData("""{"type":"Feature","id":"a","assets":{"red":{"href":"a.tif","raster:bands":[{"offset":1e999}]}}}""", "assets.red.raster:bands[0].offset must be a finite number")]
    [InlineData("""{"type":"Feature","id":"a","assets":{"red":{"href":"a.tif","bands":[{"nodata":[0]}]}}}""", "assets.red.bands[0].nodata must be a number, \"nan\"")]
    [InlineData("""{"type":"Feature","id":"a","assets":{"red":{"href":"a.tif","alternate":[]}}}""", "assets.red.alternate must be an object")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","id":"a","assets":{"red":{"href":null}}}]}""", "features[0].assets.red.href is missing")]
    [InlineData("""{"type":"Feature","id":"a","properties":{"eo:cloud_cover":"few"},"assets":{"red":{"href":"a.tif"}}}""", "properties.eo:cloud_cover must be a finite number")]
    [InlineData("""{"type":"Feature","id":"\ud800","assets":{"red":{"href":"a.tif"}}}""", "is no STAC document that can be read")]
    [InlineData("""{"type":"Feature","id":""", "is no STAC document that can be read")]
    public void A_document_that_is_none_is_refused_by_the_place(string text, string message)
    {
        var fault = StacDocuments.FaultOf(() => StacDocuments.Read(text));

        Assert.Equal(StacDocuments.Field, fault.Field);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Size_depth_and_number_are_bounded()
    {
        var item = """{"type":"Feature","id":"a","assets":{"red":{"href":"a.tif"}}}""";

        Assert.Contains("8388608 are the most", StacDocuments.FaultOf(() => StacDocuments.Read(item + new string(' ', 10 << 20))).Message, StringComparison.Ordinal);
        Assert.Contains("depth", StacDocuments.FaultOf(() => StacDocuments.Read(new string('[', 100_000))).Message, StringComparison.Ordinal);
        Assert.Contains("depth", StacDocuments.FaultOf(() => StacDocuments.Read("""{"type":"Feature","a":""" + new string('[', 5000) + new string(']', 5000) + "}")).Message, StringComparison.Ordinal);
        Assert.Contains("1001 items; 1000 are the most", StacDocuments.FaultOf(
            () => StacDocuments.Read($$"""{"type":"FeatureCollection","features":[{{string.Join(',', Enumerable.Repeat(item, 1001))}}]}""")).Message, StringComparison.Ordinal);
        var assets = string.Join(',', Enumerable.Range(0, 1001).Select(i => $$""" "a{{i}}":{"href":"a.tif"} """));
        Assert.Contains("more than the 1000 assets", StacDocuments.FaultOf(() => StacDocuments.Read("""{"type":"Feature","id":"a","assets":{""" + assets + "}}")).Message, StringComparison.Ordinal);
    }

    private static JsonObject Dated(string id, double? clouds, string time) => StacDocuments.Item(
        id, new JsonObject { ["datetime"] = time, ["eo:cloud_cover"] = clouds }, new JsonObject { ["data"] = new JsonObject { ["href"] = "./a.tif", ["type"] = StacDocuments.Tiff } });
}
