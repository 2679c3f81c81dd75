using RasterAnalysis.ArcGis.Tests.Infrastructure;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.ImageServer;

/// <summary>The rasters of a mosaic: as a catalog, one by one, and chosen by a mosaic rule.</summary>
public sealed class MosaicTests : HostedTest
{
    private const string West = "/store/west.tif";
    private const string Middle = "/store/middle.tif";
    private const string East = "/store/east.tif";

    [Fact]
    public async Task Service_of_several_rasters_has_a_catalog()
    {
        SomeMosaic.AddTo(Host);
        var service = await Host.GetJsonAsync($"{SomeMosaic.Path}?f=json");
        Assert.Equal("esriImageServiceSourceTypeMosaicDataset", (string?)service["serviceSourceType"]);
        Assert.Equal("Image,Metadata,Catalog", (string?)service["capabilities"]);
        Assert.Equal("OBJECTID", (string?)service["objectIdField"]);
        Assert.Equal(
            ["OBJECTID", "Name", "MinPS", "MaxPS", "LowPS", "HighPS", "Category", "CenterX", "CenterY", "ZOrder", "Shape"],
            service["fields"]!.AsArray().Select(field => (string)field!["name"]!));
    }

    [Theory]
    [InlineData("where=1%3D1", 1, 2, 3)]
    [InlineData("where=1%3D2")]
    [InlineData("objectIds=3,1", 1, 3)]
    [InlineData("where=OBJECTID%20IN%20(1%2C3)%20AND%20NOT%20Name%20LIKE%20'w%25'", 3)]
    [InlineData("where=Name%3D'it''s%20middle'", 2)]
    [InlineData("where=(CenterX%3E500300%20OR%20name%3D'west')%20AND%20Category%3D1", 1, 3)]
    [InlineData("where=Name%20IS%20NULL")]
    [InlineData("where=Name%20IS%20NOT%20NULL%20AND%20OBJECTID%20%3C%3E%202", 1, 3)]
    [InlineData("geometry=500150,4999950,500250,4999990", 1, 2)]
    [InlineData("geometry=%7B%22x%22%3A500550%2C%22y%22%3A4999950%7D", 3)]
    [InlineData("geometry=-999450,3999950&inSR=4326", 3)]
    [InlineData("resultOffset=1&resultRecordCount=1", 2)]
    public async Task Query_finds_by_attributes_and_place(string query, params int[] expected)
    {
        SomeMosaic.AddTo(Host);

        // the fake projection adds a million
        query = query.Replace("geometry=-999450,3999950", "geometry=-499450,3999950", StringComparison.Ordinal);
        var answer = await Host.GetJsonAsync($"{SomeMosaic.Path}/query?f=json&outFields=OBJECTID,Name&{query}");

        Assert.Equal(expected, answer["features"]!.AsArray().Select(feature => (int)feature!["attributes"]!["OBJECTID"]!));
    }

    [Fact]
    public async Task Query_answers_in_its_three_forms()
    {
        SomeMosaic.AddTo(Host);
        EsriAssert.Json("""{"objectIdFieldName":"OBJECTID","objectIds":[1,2,3]}""", await Host.GetJsonAsync($"{SomeMosaic.Path}/query?f=json&returnIdsOnly=true&where=1=1"));
        EsriAssert.Json("""{"count":3}""", await Host.GetJsonAsync($"{SomeMosaic.Path}/query?f=json&returnCountOnly=true"));
        EsriAssert.Json(
            """
            {"objectIdFieldName":"OBJECTID","geometryType":"esriGeometryPolygon","spatialReference":{"wkid":32633,"latestWkid":32633},
             "fields":[{"name":"OBJECTID","type":"esriFieldTypeOID","alias":"OBJECTID","domain":null},
              {"name":"Name","type":"esriFieldTypeString","alias":"Name","domain":null,"length":255},{"name":"LowPS","type":"esriFieldTypeDouble","alias":"LowPS","domain":null},
              {"name":"Shape","type":"esriFieldTypeGeometry","alias":"Shape","domain":null}],
             "features":[{"attributes":{"OBJECTID":1,"Name":"west","LowPS":10},"geometry":{"rings":[[[500000,5000000],[500200,5000000],[500200,4999900],[500000,4999900],[500000,5000000]]],
              "spatialReference":{"wkid":32633,"latestWkid":32633}}}],"exceededTransferLimit":true}
            """,
            await Host.GetJsonAsync($"{SomeMosaic.Path}/query?f=json&where=1=1&outFields=objectid,NAME,lowps&resultRecordCount=1"));
    }

    [Theory]
    [InlineData("where=1%3D", "where: ends too early; write for example OBJECTID IN (1,2) AND Name LIKE 'a%'.")]
    [InlineData("where=Cloud%3D1", "where: names 'Cloud', which is no field; there are OBJECTID, Name, MinPS, MaxPS, LowPS, HighPS, Category, CenterX, CenterY, ZOrder; write for example OBJECTID IN (1,2) AND Name LIKE 'a%'.")]
    [InlineData("where=1%3D1%3BDROP", "where: holds a character that is no part of it; write for example OBJECTID IN (1,2) AND Name LIKE 'a%'.")]
    [InlineData("objectIds=a", "objectIds: must be numbers with commas between them.")]
    [InlineData("outFields=Clouds", "outFields: has no field 'Clouds'; there are OBJECTID, Name, MinPS, MaxPS, LowPS, HighPS, Category, CenterX, CenterY, ZOrder, or * for all.")]
    [InlineData("resultOffset=-1", "resultOffset: must be a whole number from 0.")]
    public async Task A_fault_of_a_query_is_said(string query, string detail)
    {
        SomeMosaic.AddTo(Host);
        EsriAssert.Error(400, await Host.GetJsonAsync($"{SomeMosaic.Path}/query?f=json&{query}"), detail);
    }

    [Fact]
    public async Task Query_of_one_raster_says_that_it_has_no_items() => EsriAssert.Error(
        400, await Host.GetJsonAsync($"{ArcGisHost.Ortho}/query?f=json&where=1=1"), "service: Ortho is one raster and has no raster items.");

    [Fact]
    public async Task Items_have_a_feature_a_grid_and_a_picture()
    {
        SomeMosaic.AddTo(Host);
        Assert.Equal("it's middle", (string?)(await Host.GetJsonAsync($"{SomeMosaic.Path}/2?f=json"))["attributes"]!["Name"]);
        var info = await Host.GetJsonAsync($"{SomeMosaic.Path}/2/info?f=json");
        Assert.Equal((500200, 10, 4, "U16", 256, 20), ((double)info["extent"]!["xmin"]!, (double)info["pixelSizeX"]!, (int)info["bandCount"]!, (string)info["pixelType"]!, (int)info["blockWidth"]!, (int)info["width"]!));

        using var picture = await Host.GetAsync($"{SomeMosaic.Path}/2/image?f=image&size=20,10&format=tiff");
        Assert.Equal("image/tiff", picture.Content.Headers.ContentType?.MediaType);
        Assert.Equal(new RasterSource(Middle, IsTrusted: true), Host.Renderer.Rendered.Single().Source);
        Assert.Equal(new Extent(500200, 4999900, 500400, 5000000), Host.Renderer.Rendered.Single().Request.Extent);
        var json = await Host.GetJsonAsync($"{SomeMosaic.Path}/2/image?f=json&size=20,10");
        Assert.EndsWith("/Mosaic/ImageServer/2/image?size=20,10&f=image", (string?)json["href"], StringComparison.Ordinal);
        EsriAssert.Error(404, await Host.GetJsonAsync($"{SomeMosaic.Path}/4/info?f=json"));
        EsriAssert.Error(404, await Host.GetJsonAsync($"{SomeMosaic.Path}/99999999999999999999/info?f=json"));
    }

    [Theory]
    [InlineData("""{"mosaicMethod":"esriMosaicLockRaster","lockRasterIds":[2]}""", Middle)]
    [InlineData("""{"mosaicMethod":"esriMosaicLockRaster","lockRasterIds":[3,1]}""", East, West)]
    [InlineData("""{"mosaicMethod":"esriMosaicNone","where":"Name<>'east'"}""", West, Middle)]
    [InlineData("""{"mosaicMethod":"esriMosaicNone","ascending":false}""", East, Middle, West)]
    [InlineData("""{"mosaicOperation":"MT_LAST","fids":[1,2]}""", Middle, West)]
    [InlineData("""{"mosaicMethod":"esriMosaicCenter"}""", Middle, West, East)]
    [InlineData("""{"mosaicMethod":"esriMosaicNorthwest","ascending":false}""", East, Middle, West)]
    [InlineData("""{"mosaicMethod":"esriMosaicAttribute","sortField":"Name"}""", East, Middle, West)]
    [InlineData("""{"mosaicMethod":"esriMosaicAttribute","sortField":"OBJECTID","sortValue":3}""", East, Middle, West)]
    public async Task Mosaic_rule_chooses_and_orders(string rule, params string[] expected)
    {
        SomeMosaic.AddTo(Host);
        using var picture = await Host.GetAsync($"{SomeMosaic.Path}/exportImage?f=image&mosaicRule={Uri.EscapeDataString(rule)}");
        Assert.Equal("image/png", picture.Content.Headers.ContentType?.MediaType);
        Assert.Equal(expected, Host.Renderer.Rendered.Single().Source.Members!.Select(member => member.Path));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"mosaicMethod":"esriMosaicNone","mosaicOperation":"MT_FIRST","ascending":true,"where":"","lockRasterIds":[]}""")]
    public async Task Mosaic_rule_that_changes_nothing_shows_the_whole_mosaic(string rule)
    {
        SomeMosaic.AddTo(Host);
        using var picture = await Host.GetAsync($"{SomeMosaic.Path}/exportImage?f=image&mosaicRule={Uri.EscapeDataString(rule)}");

        // there is no file of the mosaic here, so that its rasters are laid together
        Assert.Equal(SomeMosaic.Item.Members, Host.Renderer.Rendered.Single().Source.Members);
    }

    [Theory]
    [InlineData("""{"mosaicMethod":"esriMosaicLockRaster","lockRasterIds":[9]}""", "mosaicRule: There is no raster item 9.")]
    [InlineData("""{"where":"OBJECTID>5"}""", "mosaicRule: leaves no raster.")]
    [InlineData("""{"mosaicMethod":"esriMosaicAttribute","sortField":"Clouds"}""", "mosaicRule.sortField: is not known; there are OBJECTID, Name, MinPS, MaxPS, LowPS, HighPS, Category, CenterX, CenterY, ZOrder.")]
    [InlineData("""{"itemRenderingRule":{"rasterFunction":"Stretch"}}""", "mosaicRule.itemRenderingRule: is not supported; give renderingRule beside mosaicRule.")]
    public async Task A_fault_of_a_mosaic_rule_is_said(string rule, string detail)
    {
        SomeMosaic.AddTo(Host);
        EsriAssert.Error(400, await Host.PictureErrorAsync($"{SomeMosaic.Path}/exportImage?f=image&mosaicRule={Uri.EscapeDataString(rule)}"), detail);
    }
}
