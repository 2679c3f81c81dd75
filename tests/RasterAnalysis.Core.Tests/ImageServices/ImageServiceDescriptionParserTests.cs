using System.Text.Json.Nodes;
using RasterAnalysis.ImageServices;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Core.Tests.ImageServices;

/// <summary>What image services say of themselves: the usual, the odd, and the hostile.</summary>
public sealed class ImageServiceDescriptionParserTests
{
    private const string Usual =
        """
        {"name":"Ortho","extent":{"xmin":500000,"ymin":4999000,"xmax":502000.0000001,"ymax":5000000,"spatialReference":{"wkid":102100,"latestWkid":3857}},
         "pixelSizeX":0.5,"pixelSizeY":0.5,"bandCount":3,"pixelType":"U8","noDataValues":[0,null,255],"bandNames":["Red","Green","Blue"],
         "maxImageWidth":15000,"maxImageHeight":4100,"capabilities":"Image,Metadata","serviceSourceType":"esriImageServiceSourceTypeMosaicDataset",
         "fields":[{"name":"OBJECTID"},{"name":"Category"}]}
        """;

    public static TheoryData<string, string, string> Refused => new()
    {
        { "no extent", """{"extent":null,"fullExtent":null}""", "extent is missing" },
        { "NaN", """{"extent":{"xmin":"NaN","ymin":0,"xmax":1,"ymax":1}}""", "extent.xmin" },
        { "endless extent", """{"extent":{"xmin":-1.7e308,"ymin":0,"xmax":1.7e308,"ymax":1}}""", "no area" },
        { "turned extent", """{"extent":{"xmin":2,"ymin":0,"xmax":1,"ymax":1}}""", "no area" },
        { "negative cells", """{"pixelSizeX":-1}""", "pixelSizeX" },
        { "no cells", """{"pixelSizeY":0}""", "pixelSizeY" },
        { "absurdly many pixels", """{"pixelSizeX":1e-9,"pixelSizeY":1e-9}""", "more than" },
        { "subnormal cells", """{"pixelSizeX":5e-324}""", "more than" },
        { "no bands", """{"bandCount":0}""", "bandCount" },
        { "too many bands", """{"bandCount":2000000000}""", "bandCount" },
        { "complex samples", """{"pixelType":"C64"}""", "C64" },
        { "no type", """{"pixelType":null}""", "pixelType" },
        { "tiles only", """{"capabilities":"Image,TilesOnly"}""", "TilesOnly" },
        { "no images", """{"capabilities":"Catalog"}""", "capabilities" },
        { "tiny answers", """{"maxImageWidth":3}""", "maxImageWidth" },
    };

    [Fact]
    public void The_usual_is_understood()
    {
        var service = Parse(Usual);

        Assert.Equal(new RasterSize(4000, 2000), service.Size);
        Assert.Equal(new GeoTransform(500000, 0.5, 0, 5000000, 0, -0.5), service.Transform);
        Assert.Equal(3857, service.SpatialReference!.Wkid);
        Assert.Equal((3, PixelType.U8), (service.BandCount, service.PixelType));
        Assert.Equal([0, null, 255], service.NoData);
        Assert.True(service.IsMosaic);
        Assert.Equal(2048, PageSize.Choose(service.MaxImageSize, service.BandCount, service.PixelType));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_a_raster_is_refused_with_the_key(string what, string change, string expected)
    {
        var json = JsonNode.Parse(Usual)!.AsObject();
        foreach (var (key, value) in JsonNode.Parse(change)!.AsObject())
        {
            json[key] = value?.DeepClone();
        }

        var exception = Assert.Throws<RasterAccessException>(() => ImageServiceDescriptionParser.Parse(json));

        Assert.True(exception.Message.Contains(expected, StringComparison.Ordinal), $"{what}: {exception.Message}");
        Assert.True(exception.Message.Length < 400);
    }

    [Theory]
    [InlineData("""[1]""")]
    [InlineData("\"text\"")]
    [InlineData("""{"xmin":{"a":1}}""")]
    public void Keys_of_the_wrong_kind_are_refused(string extent)
    {
        var json = JsonNode.Parse(Usual)!.AsObject();
        json["extent"] = JsonNode.Parse(extent);

        Assert.Throws<RasterAccessException>(() => ImageServiceDescriptionParser.Parse(json));
    }

    [Fact]
    public void Deep_JSON_is_no_JSON()
    {
        var deep = $"{{\"extent\":{new string('[', 100_000)}{new string(']', 100_000)}}}";

        Assert.Throws<FormatException>(() => LenientJson.Parse(deep));
    }

    [Fact]
    public void An_item_has_a_grid_of_its_own()
    {
        var item = ImageServiceDescriptionParser.ParseItem(
            JsonNode.Parse("""{"extent":{"xmin":10,"ymin":0,"xmax":40,"ymax":20,"spatialReference":{"wkid":32633}},"pixelSizeX":2,"pixelSizeY":2}""")!.AsObject(), "Ortho item 7", Parse(Usual));

        Assert.Equal(new RasterSize(15, 10), item.Size);
        Assert.Equal((32633, 3, PixelType.U8), (item.SpatialReference!.Wkid, item.BandCount, item.PixelType));
    }

    [Theory]
    [InlineData(15000, 4100, 3, PixelType.U8, 2048)]
    [InlineData(1000, 4100, 1, PixelType.U8, 768)]
    [InlineData(200, 200, 1, PixelType.U8, 200)]
    [InlineData(4100, 4100, 12, PixelType.F64, 512)]
    [InlineData(4100, 4100, 1000, PixelType.F64, 256)]
    public void Pages_keep_the_services_limit_and_64_MiB(int width, int height, int bands, PixelType type, int expected) =>
        Assert.Equal(expected, PageSize.Choose(new RasterSize(width, height), bands, type));

    private static ImageServiceDescription Parse(string json) => ImageServiceDescriptionParser.Parse(JsonNode.Parse(json)!.AsObject());
}
