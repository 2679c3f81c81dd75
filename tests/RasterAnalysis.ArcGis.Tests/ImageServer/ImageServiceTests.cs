using RasterAnalysis.ArcGis.Tests.Infrastructure;
using RasterAnalysis.Catalog;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.ImageServer;

public sealed class ImageServiceTests : HostedTest
{
    [Fact]
    public async Task Service_of_classes_is_thematic()
    {
        const string Extent = """{"xmin":1000,"ymin":1800,"xmax":1300,"ymax":2000,"spatialReference":{"wkid":102100,"latestWkid":3857}}""";
        var functions = (await Host.GetJsonAsync($"{ArcGisHost.LandCover}/rasterFunctionInfos?f=json"))["rasterFunctionInfos"]!.ToJsonString();
        EsriAssert.Json(
            $$"""
            {"currentVersion":10.91,"serviceDescription":"LandCover","name":"Hosted/LandCover","description":"LandCover","copyrightText":"",
             "extent":{{Extent}},"initialExtent":{{Extent}},"fullExtent":{{Extent}},"spatialReference":{"wkid":102100,"latestWkid":3857},
             "pixelSizeX":10,"pixelSizeY":10,"minPixelSize":0,"maxPixelSize":0,"minScale":0,"maxScale":0,
             "bandCount":1,"bandNames":["Band_1"],"pixelType":"U8","minValues":[1],"maxValues":[2],"meanValues":[1.25],"stdvValues":[0.5],
             "noDataValue":255,"noDataValues":[255],
             "serviceDataType":"esriImageServiceDataTypeThematic","maxImageHeight":4100,"maxImageWidth":15000,"maxRecordCount":1000,
             "defaultCompressionQuality":75,"defaultResamplingMethod":"Nearest","supportedImageReturnTypes":"URL","allowRasterFunction":true,
             "rasterFunctionInfos":{{functions}},"rasterTypeInfos":[],
             "hasColormap":true,"hasRasterAttributeTable":true,"hasHistograms":true,"hasMultidimensions":false,"mensurationCapabilities":"",
             "supportsStatistics":true,"supportsAdvancedQueries":false,"allowComputeTiePoints":false,"exportTilesAllowed":false,"singleFusedMapCache":false,
             "serviceSourceType":"esriImageServiceSourceTypeDataset","capabilities":"Image,Metadata","objectIdField":"","fields":[],
             "defaultMosaicMethod":"None","allowedMosaicMethods":""}
            """,
            await Host.GetJsonAsync("/arcgis/rest/services/hosted/landcover/imageserver?f=json"));
    }

    [Fact]
    public async Task Service_of_imagery_is_generic()
    {
        var service = await Host.GetJsonAsync($"{ArcGisHost.Ortho}?f=json");
        Assert.Equal("esriImageServiceDataTypeGeneric", (string?)service["serviceDataType"]);
        Assert.Equal("Bilinear", (string?)service["defaultResamplingMethod"]);
        Assert.Equal("U16", (string?)service["pixelType"]);
        EsriAssert.Json("""["Red","Green","Blue","Band_4"]""", service["bandNames"]);
        EsriAssert.Json("""{"wkid":32633,"latestWkid":32633}""", service["spatialReference"]);
        EsriAssert.Json("[]", service["minValues"]);
        EsriAssert.Json("[null,null,null,0]", service["noDataValues"]);
        Assert.False((bool?)service["hasColormap"]);
    }

    [Fact]
    public async Task Service_asked_with_a_rule_that_is_refused_refuses_it()
    {
        var rule = Uri.EscapeDataString("""{"rasterFunction":"NDVI"}""");
        Assert.StartsWith("renderingRule.rasterFunction: ", EsriAssert.Details(await Host.GetJsonAsync($"{ArcGisHost.LandCover}?f=json&renderingRule={rule}"))[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1.0 / 3)]
    [InlineData(8.983152841195215e-05)]
    public async Task Extent_of_a_service_gives_back_the_number_of_cells(double cell)
    {
        Add(new GeoTransform(13.1, cell, 0, 52.7, 0, -cell), "Odd");
        Assert.Equal((2001, 1003), await CellsAsync("Odd"));
    }

    [Fact]
    public async Task Service_of_a_rotated_raster_still_has_whole_cells()
    {
        Add(new GeoTransform(100, 0.8, 0.6, 200, 0.6, -0.8), "Turned");
        var (columns, rows) = await CellsAsync("Turned");
        Assert.Equal(((int)Math.Ceiling((2001 * 0.8) + (1003 * 0.6)), (int)Math.Ceiling((2001 * 0.6) + (1003 * 0.8))), (columns, rows));
    }

    [Fact]
    public async Task Service_of_a_raster_without_place_is_described()
    {
        Host.Catalog.Add(Some.Plain);
        EsriAssert.Json(
            """{"xmin":0,"ymin":0,"xmax":10,"ymax":10,"spatialReference":{}}""",
            (await Host.GetJsonAsync("/arcgis/rest/services/Hosted/Plain/ImageServer?f=json"))["extent"]);
    }

    [Fact]
    public async Task Colormap_lists_values_and_colours() => EsriAssert.Json(
        """{"colormap":[[1,34,139,34],[2,0,0,255]]}""", await Host.GetJsonAsync($"{ArcGisHost.LandCover}/colormap?f=json"));

    [Fact]
    public async Task Attribute_table_lists_classes() => EsriAssert.Json(
        """
        {"objectIdFieldName":"OBJECTID","fields":[
          {"name":"OBJECTID","type":"esriFieldTypeOID","alias":"OBJECTID"},{"name":"Value","type":"esriFieldTypeInteger","alias":"Value"},
          {"name":"Count","type":"esriFieldTypeDouble","alias":"Count"},
          {"name":"ClassName","type":"esriFieldTypeString","alias":"ClassName","length":255},
          {"name":"Red","type":"esriFieldTypeInteger","alias":"Red"},{"name":"Green","type":"esriFieldTypeInteger","alias":"Green"},
          {"name":"Blue","type":"esriFieldTypeInteger","alias":"Blue"}],
         "features":[
          {"attributes":{"OBJECTID":0,"Value":1,"Count":450,"ClassName":"Forest","Red":34,"Green":139,"Blue":34}},
          {"attributes":{"OBJECTID":1,"Value":2,"Count":150,"ClassName":"<Water> & ice","Red":0,"Green":0,"Blue":255}}]}
        """,
        await Host.GetJsonAsync($"{ArcGisHost.LandCover}/rasterAttributeTable?f=json"));

    [Theory]
    [InlineData("colormap")]
    [InlineData("rasterAttributeTable")]
    public async Task Class_tables_of_imagery_are_an_error(string operation) => EsriAssert.Error(
        400, await Host.GetJsonAsync($"{ArcGisHost.Ortho}/{operation}?f=json"), $"{operation}: the raster of Ortho has no classes.");

    [Fact]
    public async Task Key_properties_say_whether_pixels_are_classes()
    {
        EsriAssert.Json(
            """{"DataType":"Thematic","BandProperties":[{"BandName":"Band_1"}]}""", await Host.GetJsonAsync($"{ArcGisHost.LandCover}/keyProperties?f=json"));
        EsriAssert.Json(
            """{"BandProperties":[{"BandName":"Red"},{"BandName":"Green"},{"BandName":"Blue"},{"BandName":"Band_4"}]}""",
            await Host.GetJsonAsync($"{ArcGisHost.Ortho}/keyProperties?f=json"));
    }

    [Fact]
    public async Task Legend_has_a_swatch_for_each_class()
    {
        var layer = (await Host.GetJsonAsync($"{ArcGisHost.LandCover}/legend?f=json"))["layers"]![0]!.AsObject();
        Assert.Equal("LandCover", (string?)layer["layerName"]);
        var entry = layer["legend"]![0]!.AsObject();
        Assert.Equal(["label", "url", "imageData", "contentType", "height", "width", "values"], entry.Select(pair => pair.Key));
        Assert.Equal("Forest", (string?)entry["label"]);
        EsriAssert.Json("""["1"]""", entry["values"]);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], Convert.FromBase64String((string)entry["imageData"]!)[..4]);
    }

    [Fact]
    public async Task Legend_of_imagery_has_no_entries() =>
        EsriAssert.Json("[]", (await Host.GetJsonAsync($"{ArcGisHost.Ortho}/legend?f=json"))["layers"]![0]!["legend"]);

    private void Add(GeoTransform transform, string name)
    {
        CatalogItem item = Some.Layer(new string('b', 32), name, Some.Ortho.Raster! with { Grid = new RasterGrid(new RasterSize(2001, 1003), transform, "x") });
        Host.Catalog.Add(item);
    }

    /// <summary>Columns and rows as ArcGIS's JavaScript clients reckon them.</summary>
    private async Task<(int Columns, int Rows)> CellsAsync(string name)
    {
        var service = await Host.GetJsonAsync($"/arcgis/rest/services/Hosted/{name}/ImageServer?f=json");
        double Of(string key) => service["extent"]![key]!.GetValue<double>();
        return (
            (int)Math.Ceiling(((Of("xmax") - Of("xmin")) / service["pixelSizeX"]!.GetValue<double>()) - 0.1),
            (int)Math.Ceiling(((Of("ymax") - Of("ymin")) / service["pixelSizeY"]!.GetValue<double>()) - 0.1));
    }
}
