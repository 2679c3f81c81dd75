using RasterAnalysis.ArcGis.ImageServer.Values;
using RasterAnalysis.ArcGis.Tests.Infrastructure;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Functions;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.ImageServer;

/// <summary>Values, statistics and histograms as clients read them.</summary>
public sealed class ValueTests : HostedTest
{
    [Fact]
    public async Task Identify_of_a_point_has_what_esri_leaflet_reads()
    {
        var answer = await Host.GetJsonAsync(
            $"{ArcGisHost.LandCover}/identify?f=json&geometryType=esriGeometryPoint&geometry=%7B%22x%22%3A1005%2C%22y%22%3A1995%2C%22spatialReference%22%3A%7B%22wkid%22%3A3857%7D%7D"
            + "&returnGeometry=false&returnCatalogItems=false");
        EsriAssert.Json(
            """
            {"objectId":0,"name":"Pixel","value":"1005, 1995","location":{"x":1005,"y":1995,"spatialReference":{"wkid":102100,"latestWkid":3857}},
             "properties":{"Values":["1005 1995"]},"catalogItems":null,"catalogItemVisibilities":[],"processedValues":[]}
            """,
            answer);
        Assert.Equal((new RasterSize(30, 20), new Extent(1000, 1800, 1300, 2000)), (Host.Sampler.Sampled[0].Request.Size, Host.Sampler.Sampled[0].Request.Extent));
    }

    [Fact]
    public async Task Identify_in_another_system_projects_the_point_and_repeats_it()
    {
        var answer = await Host.GetJsonAsync($"{ArcGisHost.Ortho}/identify?f=json&geometry=-499950,4399960&sr=4326");
        Assert.Equal(new(500050, 5399960), Host.Sampler.Sampled[0].Request.Points.Single());
        EsriAssert.Json("""{"x":-499950,"y":4399960,"spatialReference":{"wkid":4326,"latestWkid":4326}}""", answer["location"]);
    }

    [Fact]
    public async Task Identify_outside_is_NoData()
    {
        var answer = await Host.GetJsonAsync($"{ArcGisHost.LandCover}/identify?f=json&geometry=0,0");
        Assert.Equal("NoData", (string?)answer["value"]);
        Assert.Null(answer["properties"]);
    }

    [Fact]
    public async Task Identify_processes_rules_one_by_one()
    {
        var rules = Uri.EscapeDataString("""[{"rasterFunction":"None"},{"rasterFunction":"ExtractBand","rasterFunctionArguments":{"BandIDs":[0]}}]""");
        var answer = await Host.GetJsonAsync($"{ArcGisHost.LandCover}/identify?f=json&geometry=1005,1995&renderingRules={rules}");
        Assert.Equal(2, answer["processedValues"]!.AsArray().Count);
        Assert.IsType<ExtractBandFunction>(Host.Sampler.Sampled[^1].Request.Function);
    }

    [Fact]
    public async Task Identify_in_a_mosaic_names_the_rasters_there()
    {
        SomeMosaic.AddTo(Host);
        var answer = await Host.GetJsonAsync($"{SomeMosaic.Path}/identify?f=json&geometry=500200,4999950");
        Assert.Equal([1, 2], answer["catalogItems"]!["features"]!.AsArray().Select(feature => (int)feature!["attributes"]!["OBJECTID"]!));
        EsriAssert.Json("[1,0]", answer["catalogItemVisibilities"]);
    }

    [Fact]
    public async Task GetSamples_of_a_multipoint_has_a_text_for_each()
    {
        var answer = await Host.GetJsonAsync($"{ArcGisHost.LandCover}/getSamples?f=json&geometryType=esriGeometryMultipoint&geometry=%7B%22points%22%3A%5B%5B1005%2C1995%5D%2C%5B0%2C0%5D%5D%7D");
        EsriAssert.Json(
            """
            {"samples":[
              {"location":{"x":1005,"y":1995,"spatialReference":{"wkid":102100,"latestWkid":3857}},"locationId":0,"value":"1005 1995","rasterId":1,"resolution":10},
              {"location":{"x":0,"y":0,"spatialReference":{"wkid":102100,"latestWkid":3857}},"locationId":1,"value":"","rasterId":1,"resolution":10}]}
            """,
            answer);
    }

    [Theory]
    [InlineData("{\"paths\":[[[1000,1900],[1100,1900]],[[1100,1900],[1100,1800]]]}", "&sampleCount=5", "1000,1900 1050,1900 1100,1900 1100,1850 1100,1800")]
    [InlineData("{\"paths\":[[[1000,1900],[1100,1900]]]}", "&sampleDistance=40", "1000,1900 1040,1900 1080,1900")]
    [InlineData("{\"xmin\":1000,\"ymin\":1900,\"xmax\":1020,\"ymax\":1920}", "&sampleCount=4", "1005,1915 1015,1915 1005,1905 1015,1905")]
    [InlineData("{\"rings\":[[[1000,1900],[1000,1920],[1020,1900],[1000,1900]]]}", "&sampleDistance=10", "1005,1905")]
    public async Task GetSamples_along_lines_and_in_areas_are_spread(string geometry, string more, string expected)
    {
        var answer = await Host.GetJsonAsync($"{ArcGisHost.LandCover}/getSamples?f=json&geometry={Uri.EscapeDataString(geometry)}{more}");
        Assert.Equal(expected, string.Join(' ', answer["samples"]!.AsArray().Select(sample => $"{sample!["location"]!["x"]},{sample["location"]!["y"]}")));
    }

    [Fact]
    public async Task Statistics_of_classes_are_exact()
    {
        EsriAssert.Json(
            $$"""{"statistics":[{"min":1,"max":2,"mean":1.25,"standardDeviation":{{Math.Sqrt(0.1875):R}},"median":1,"mode":1,"count":600,"skipX":1,"skipY":1}]}""",
            await Host.GetJsonAsync($"{ArcGisHost.LandCover}/statistics?f=json"));
        var histogram = (await Host.GetJsonAsync($"{ArcGisHost.LandCover}/histograms?f=json"))["histograms"]![0]!;
        Assert.Equal((256, -0.5, 255.5), ((int)histogram["size"]!, (double)histogram["min"]!, (double)histogram["max"]!));
        Assert.Equal([0, 450, 150, 0], histogram["counts"]!.AsArray().Take(4).Select(count => (int)count!));
        Assert.Empty(Host.Sampler.Summarized);
    }

    [Fact]
    public async Task Statistics_of_imagery_are_made_once()
    {
        const string Expected = """{"statistics":[{"min":1,"max":9,"mean":5.5,"standardDeviation":2.25,"median":5,"mode":4,"count":100,"skipX":1,"skipY":1}]}""";
        EsriAssert.Json(Expected, await Host.GetJsonAsync($"{ArcGisHost.Ortho}/statistics?f=json"));
        EsriAssert.Json(Expected, await Host.GetJsonAsync($"{ArcGisHost.Ortho}/statistics?f=json"));
        EsriAssert.Json("""{"histograms":[{"size":2,"min":1,"max":9,"counts":[60,40]}]}""", await Host.GetJsonAsync($"{ArcGisHost.Ortho}/histograms?f=json"));
        Assert.Equal(new RasterSize(200, 100), Assert.Single(Host.Sampler.Summarized).Request.Size);
    }

    [Fact]
    public async Task ComputeHistograms_of_an_area_counts_its_cells()
    {
        var polygon = Uri.EscapeDataString("""{"rings":[[[1012,1988],[1038,1988],[1038,1962],[1012,1988]]]}""");
        var answer = await Host.GetJsonAsync($"{ArcGisHost.LandCover}/computeStatisticsHistograms?f=json&geometryType=esriGeometryPolygon&geometry={polygon}");
        Assert.Equal(["statistics", "histograms"], answer.Select(pair => pair.Key));
        var request = Host.Sampler.Summarized.Single().Request;
        Assert.Equal((new Extent(1010, 1960, 1040, 1990), new RasterSize(3, 3)), (request.Extent, request.Size));
        Assert.Equal([1012, 1988, 1038, 1988, 1038, 1962, 1012, 1988], request.Polygons![0][0]);
        Assert.Equal(["histograms"], (await Host.GetJsonAsync($"{ArcGisHost.LandCover}/computeHistograms?f=json&geometry=1000,1900,1300,2000&pixelSize=30")).Select(pair => pair.Key));
        Assert.Equal(new RasterSize(10, 4), Host.Sampler.Summarized[^1].Request.Size);
    }

    [Theory]
    [InlineData("identify", "", "geometry: is missing")]
    [InlineData("identify", "geometry=%7B%22x%22%3A1%7D", "geometry: must be JSON")]
    [InlineData("getSamples", "geometry=1,2&sampleCount=1001", null)]
    [InlineData("getSamples", "geometry=1,2,3,4&sampleCount=1001", "sampleCount: must be a number from 0 to 1000.")]
    [InlineData("getSamples", "geometry=1000,1800,1300,2000&sampleDistance=0.001", "sampleDistance: asks for more than 1000 places.")]
    [InlineData("computeHistograms", "geometry=1,2", "geometry: must be a polygon or an envelope.")]
    [InlineData("computeHistograms", "geometry=1,2,3,4", "geometry: lies off the raster")]
    [InlineData("computeHistograms", "geometry=1000,1800,1300,2000&pixelSize=-1", "pixelSize: must be a size")]
    public async Task A_fault_of_a_request_for_values_is_said(string operation, string query, string? begin)
    {
        var answer = await Host.GetJsonAsync($"{ArcGisHost.LandCover}/{operation}?f=json&{query}");
        Assert.StartsWith(begin ?? "sampleCount", EsriAssert.Details(answer)[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ArcGisHost.LandCover, "None,Clip,Colormap,ExtractBand,Mask,Remap,Stretch")]
    [InlineData(ArcGisHost.Ortho, "None,Clip,ExtractBand,Mask,Remap,Stretch")]
    public async Task Raster_function_infos_list_what_works_by_its_name_alone(string service, string names)
    {
        var listed = (await Host.GetJsonAsync($"{service}/rasterFunctionInfos?f=json"))["rasterFunctionInfos"]!.AsArray();
        Assert.Equal(names.Split(','), listed.Select(function => (string)function!["name"]!));
        EsriAssert.Json(listed.ToJsonString(), (await Host.GetJsonAsync($"{service}?f=json"))["rasterFunctionInfos"]);

        // as the JavaScript clients ask for all of them in one identify
        var rules = Uri.EscapeDataString($"[{string.Join(',', names.Split(',').Select(name => $$"""{"rasterFunction":"{{name}}"}"""))}]");
        var answer = await Host.GetJsonAsync($"{service}/identify?f=json&geometry=1005,1995&renderingRules={rules}");
        Assert.Equal(listed.Count, answer["processedValues"]!.AsArray().Count);
    }

    [Fact]
    public async Task Identify_of_a_class_names_it()
    {
        // the sampler's values are the coordinates: class 2 is at x = 2
        var raster = Some.LandCover.Raster!;
        Host.Catalog.Add(Some.LandCover with
        {
            Id = new string('c', 32), ServiceName = "Near", Raster = raster with { Grid = raster.Grid with { Transform = new GeoTransform(0, 1, 0, 20, 0, -1) } },
        });
        var answer = await Host.GetJsonAsync("/arcgis/rest/services/Hosted/Near/ImageServer/identify?f=json&geometry=2,10");
        EsriAssert.Json("""{"Values":["2 10"],"ClassName":"<Water> & ice"}""", answer["properties"]);
        Assert.Equal("2, 10", (string?)answer["value"]);
        Assert.Null((await Host.GetJsonAsync("/arcgis/rest/services/Hosted/Near/ImageServer/identify?f=json&geometry=2.5,10"))["properties"]!["ClassName"]);
    }

    [Fact]
    public async Task QueryBoundary_is_the_outline_clockwise_in_the_services_system()
    {
        var answer = await Host.GetJsonAsync($"{ArcGisHost.LandCover}/queryBoundary?f=json");
        EsriAssert.Json(
            """{"rings":[[[1000,2000],[1300,2000],[1300,1800],[1000,1800],[1000,2000]]],"spatialReference":{"wkid":102100,"latestWkid":3857}}""", answer["shape"]);
    }

    [Fact]
    public async Task QueryBoundary_in_another_system_has_points_between_the_corners()
    {
        // the fake projects by adding a million
        var shape = (await Host.GetJsonAsync($"{ArcGisHost.LandCover}/queryBoundary?f=json&outSR=32633"))["shape"]!;
        EsriAssert.Json("[1001000,1002000]", shape["rings"]![0]![0]);
        Assert.Equal((257, 32633), (shape["rings"]![0]!.AsArray().Count, (int)shape["spatialReference"]!["wkid"]!));
        EsriAssert.Error(
            400, await Host.GetJsonAsync($"{ArcGisHost.LandCover}/queryBoundary?f=json&outSR=x"), "outSR: must name a coordinate system, for example 3857 or {\"wkid\":3857}.");
    }

    [Fact]
    public async Task QueryBoundary_of_a_raster_that_is_turned_has_its_four_corners_and_one_without_place_no_area()
    {
        Host.Catalog.Add(Some.Plain with { Raster = Some.Plain.Raster! with { Grid = Some.Plain.Raster!.Grid with { Transform = new GeoTransform(100, 0.8, 0.6, 200, 0.6, -0.8) } } });
        var answer = await Host.GetJsonAsync("/arcgis/rest/services/Hosted/Plain/ImageServer/queryBoundary?f=json");
        EsriAssert.Json("[[[100,200],[108,206],[114,198],[106,192],[100,200]]]", answer["shape"]!["rings"]);
        Assert.Null(answer["area"]);
    }

    // the whole ellipsoid has 510 065 621.724 km²; a degree at the equator from 0 to 1 north 12 308.463 km²
    [Theory]
    [InlineData(-180, -90, 180, 90, 510_065_621.724)]
    [InlineData(0, 0, 1, 1, 12_308.463)]
    [InlineData(179.5, 0, 180.5, 1, 12_308.463)]
    public void Area_of_degrees_is_that_on_the_ellipsoid(double west, double south, double east, double north, double squareKilometers)
    {
        var across = Enumerable.Range(0, 16).Select(step => west + ((east - west) * step / 16)).ToArray();
        (double, double)[] ring = [.. across.Select(x => (x, north)), (east, north), (east, south), .. across.Reverse().Select(x => (x, south))];
        Assert.Equal(squareKilometers, EllipsoidArea.Of(ring) / 1e6, squareKilometers * 1e-6);
    }
}
