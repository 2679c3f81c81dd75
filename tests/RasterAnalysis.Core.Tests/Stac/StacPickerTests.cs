using System.Text.Json.Nodes;
using RasterAnalysis.Stac;

namespace RasterAnalysis.Core.Tests.Stac;

/// <summary>Which assets become the bands of a raster.</summary>
public sealed class StacPickerTests
{
    private const string Why = "the model names no bands";

    private static readonly StacItem Sentinel2 = StacDocuments.Read(StacDocuments.Sentinel2()).Items[0];
    private static readonly StacItem Landsat = StacDocuments.Read(StacDocuments.Landsat()).Items[0];

    [Theory]
    [InlineData("red,green,blue", "red,green,blue")]
    [InlineData("NIR,Red", "nir,red")]
    [InlineData("B4,B03,B8A", "red,green,nir08")]
    [InlineData("NearInfrared,SWIR1,rededge2", "nir,swir16,rededge2")]
    [InlineData("Band 8,ShortWaveInfrared_1", "nir,swir16")]
    public void Assets_follow_the_models_names_and_their_bands_are_called_so(string names, string keys)
    {
        var picked = StacPicker.Pick(Sentinel2, null, names.Split(','), Why, StacDocuments.Field);

        Assert.Equal(keys.Split(','), picked.Select(one => one.Asset.Key));
        Assert.Equal(names.Split(','), picked.Select(one => Assert.Single(one.Bands).Name));
        Assert.All(picked, one => Assert.Equal((0, 0.0001, -0.1), (one.Bands[0].NoData, one.Bands[0].Scale, one.Bands[0].Offset)));
    }

    [Fact]
    public void The_narrow_near_infrared_stands_in_where_there_is_no_other()
    {
        Assert.Equal(["nir08", "red"], StacPicker.Pick(Landsat, null, ["nir", "B4"], Why, StacDocuments.Field).Select(one => one.Asset.Key));
    }

    [Fact]
    public void Listed_assets_come_in_their_order_by_key_or_by_band()
    {
        var picked = StacPicker.Pick(Sentinel2, ["SCL", "B08", "visual", "scl"], ["red"], Why, StacDocuments.Field);

        Assert.Equal(["scl", "nir", "visual"], picked.Select(one => one.Asset.Key));
        Assert.Equal(["red", "green", "blue"], picked[2].Bands.Select(band => band.Name));
    }

    [Theory]
    [InlineData("rededge", "several assets for the band 'rededge': rededge1, rededge2")]
    [InlineData("red,thermal", "no asset with the band 'thermal', which the model asks for")]
    public void A_band_that_is_not_one_asset_is_refused(string names, string message)
    {
        Assert.Contains(message, StacDocuments.FaultOf(() => StacPicker.Pick(Sentinel2, null, names.Split(','), Why, StacDocuments.Field)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_data_assets_need_names()
    {
        var fault = StacDocuments.FaultOf(() => StacPicker.Pick(Sentinel2, null, null, Why, StacDocuments.Field));

        Assert.Equal(StacDocuments.Field, fault.Field);
        Assert.Contains($"9 data assets, and {Why}. List those that are to be the raster's bands", fault.Message, StringComparison.Ordinal);
        Assert.Contains("nir08, red, rededge1 (rededge)", fault.Message, StringComparison.Ordinal);
        Assert.Equal($"{StacDocuments.Field}.assets", StacDocuments.FaultOf(() => StacPicker.Pick(Sentinel2, ["infra"], null, Why, StacDocuments.Field)).Field);
    }

    [Fact]
    public void One_data_asset_is_taken_with_all_its_bands()
    {
        var item = StacDocuments.Read(StacDocuments.Item("aerial", [], new JsonObject
        {
            ["image"] = new JsonObject
            {
                ["href"] = "image.tif", ["type"] = StacDocuments.Tiff, ["roles"] = new JsonArray("data"),
                ["eo:bands"] = new JsonArray([.. new[] { "red", "green", "blue", "nir" }.Select(name => (JsonNode)new JsonObject { ["name"] = name.ToUpperInvariant(), ["common_name"] = name })]),
            },
            ["metadata"] = new JsonObject { ["href"] = "image.xml", ["type"] = "text/xml", ["roles"] = new JsonArray("metadata") },
        })).Items[0];

        Assert.Equal(["red", "green", "blue", "nir"], Assert.Single(StacPicker.Pick(item, null, null, Why, StacDocuments.Field)).Bands.Select(band => band.Name));
        Assert.Equal(
            ["red", "green", "blue", "NearInfrared"],
            Assert.Single(StacPicker.Pick(item, null, ["NearInfrared", "red"], Why, StacDocuments.Field)).Bands.Select(band => band.Name));
    }

    [Fact]
    public void One_data_asset_of_which_nothing_is_said_may_have_any_bands()
    {
        var item = StacDocuments.Read(StacDocuments.Item("plain", [], new JsonObject { ["data"] = new JsonObject { ["href"] = "image.tif?x=1" } })).Items[0];

        Assert.Empty(Assert.Single(StacPicker.Pick(item, null, ["red"], Why, StacDocuments.Field)).Bands);
    }

    [Fact]
    public void An_item_without_a_raster_says_what_it_has()
    {
        var item = StacDocuments.Read(StacDocuments.Item("text", [], new JsonObject { ["metadata"] = new JsonObject { ["href"] = "a.xml", ["type"] = "text/xml" } })).Items[0];

        Assert.Contains(
            "'text' has no asset that is a GeoTIFF or a JPEG 2000 file. Its assets are metadata.",
            StacDocuments.FaultOf(() => StacPicker.Pick(item, null, null, Why, StacDocuments.Field)).Message, StringComparison.Ordinal);
    }
}
