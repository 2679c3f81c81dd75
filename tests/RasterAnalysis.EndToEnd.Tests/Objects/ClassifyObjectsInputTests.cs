using System.Net;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Objects;

/// <summary>Where features may come from, and what is refused.</summary>
public sealed class ClassifyObjectsInputTests(ChipService service) : IClassFixture<ChipService>
{
    private const string Line = """{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}}]}""";
    private const string TwoPoints = """{"features":[{"geometry":{"rings":[[[1,2],[3,4]]]}}]}""";

    [Theory]
    [InlineData("inputFeatures", "null", "is required: features by itemId or url")]
    [InlineData("inputFeatures", """{"itemId":"00000000000000000000000000000000"}""", "There is no item '00000000000000000000000000000000'")]
    [InlineData("inputFeatures", """{"url":"https://foreign.example/arcgis/rest/services/Houses/FeatureServer/0"}""", "The host 'foreign.example' is not one that this service may fetch from")]
    [InlineData("inputFeatures", """{"url":"https://foreign.example/houses.geojson"}""", "is no layer of a feature service; its address ends in /FeatureServer/")]
    [InlineData("inputFeatures", """{"uri":"/rasterStores/store/houses.gpkg"}""", "cannot be a path of a raster store")]
    [InlineData("inputFeatures", """{"layer":3}""", "must have itemId or url, or be features")]
    [InlineData("inputFeatures", "[]", "must be an object")]
    [InlineData("inputFeatures", "\"{not json\"", "")]
    [InlineData("inputFeatures", Line, "must have a Polygon, a MultiPolygon or a Point as its geometry.", "inputFeatures.features[0]")]
    [InlineData("inputFeatures", TwoPoints, "has rings that are no lists of three or more points.", "inputFeatures.features[0]")]
    [InlineData("inputFeatures", """{"type":"FeatureCollection","features":7}""", "must be a list of features", "inputFeatures.features")]
    [InlineData("inputFeatures", """{"type":"FeatureCollection","features":[],"crs":{"type":"name","properties":{"name":"mine"}}}""", "must name a coordinate system of EPSG", "inputFeatures.crs")]
    [InlineData("classLabelField", "\"Confidence\"", "must be a name of letters, digits and underscores that begins with a letter, of at most 60, and none of")]
    [InlineData("outputObjects", "\"x\"", "is not known here")]
    [InlineData("modelArguments", """{"padding":"-1"}""", "must be a whole number from 0", "modelArguments.padding")]
    public async Task What_cannot_be_taken_is_refused_by_its_name(string field, string value, string message, string? named = null)
    {
        var request = service.Request(await service.ModelAsync());
        request[field] = JsonNode.Parse(value);
        if (request[field] is null)
        {
            request.Remove(field);
        }

        var (status, problem) = await ClassifiedTable.TrySubmitAsync(service.Client, request);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        var error = Assert.Single(problem["errors"]!.AsArray());
        Assert.Equal(named ?? field, (string)error!["field"]!);
        Assert.Contains(message, (string)error["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_inputs_that_are_missing_are_named_at_once()
    {
        var request = service.Request("00000000000000000000000000000000", new JsonObject { ["itemId"] = service.Raster });

        var (_, problem) = await ClassifiedTable.TrySubmitAsync(service.Client, request);

        Assert.Equal(["inputFeatures", "model"], problem["errors"]!.AsArray().Select(error => (string)error!["field"]!).Order(StringComparer.Ordinal));
        Assert.Contains("is of type Image Service; a Feature Service is needed here.", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_of_another_task_fails_with_the_tool_that_takes_it_and_so_does_this_one_elsewhere()
    {
        var detector = (string)(await service.Client.AddAsync(SquareDetector.Package("YoloV8", 256), "squares.dlpk"))["id"]!;

        var (_, wrong) = await ClassifiedTable.TrySubmitAsync(service.Client, service.Request(detector));
        var here = await service.Client.FinishedAsync((string)wrong["id"]!);
        var there = await service.Client.FinishedAsync(await DetectedTable.SubmitAsync(service.Client, ServiceClient.Request(service.Raster, await service.ModelAsync())));

        Assert.Contains("use detect-objects (DetectObjectsUsingDeepLearning).", string.Join('\n', ServiceClient.Messages(here, "error")), StringComparison.Ordinal);
        Assert.Contains("use classify-objects (ClassifyObjectsUsingDeepLearning).", string.Join('\n', ServiceClient.Messages(there, "error")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_card_of_the_model_says_what_it_takes()
    {
        var model = await service.Client.GetAsync($"api/v1/items/{await service.ModelAsync()}/model");

        Assert.Equal(["padding", "batch_size", "data_range", "band_mapping", "allow_palette"], model["arguments"]!.AsArray().Select(argument => (string)argument!["name"]!));
        Assert.Equal(LevelClassifier.Levels.Select(level => level.Name), model["classes"]!.AsArray().Select(one => (string)one!["name"]!));
    }

    [Fact]
    public async Task The_objects_that_were_detected_are_classified_by_item_and_by_address()
    {
        var scene = SquareScene.Random(600, 70, seed: 3);
        var raster = (string)(await service.Client.AddAsync(scene.Raster(), "squares.tif"))["id"]!;
        var detector = (string)(await service.Client.AddAsync(SquareDetector.Package("YoloV8", 256), "finder.dlpk"))["id"]!;
        var found = await DetectedTable.DetectAsync(service.Client, ServiceClient.Request(raster, detector, new JsonObject { ["max_object_size"] = 60 }));
        found.AssertIs(scene.Squares);
        async Task<ClassifiedTable> ClassifyAsync(JsonObject features)
        {
            var request = service.Request(await service.ModelAsync(), features);
            request["inputRaster"]!["itemId"] = raster;
            return await ClassifiedTable.ClassifyAsync(service.Client, request);
        }

        var byItem = await ClassifyAsync(new JsonObject { ["itemId"] = (string)found.Job["result"]!["itemId"]! });
        var byAddress = await ClassifyAsync(new JsonObject { ["url"] = $"{new Uri(service.Client.Http.BaseAddress!, (string)found.Job["result"]!["featureServer"]!)}/0", ["filter"] = "Class = 'large'" });

        // squares are uniform, and their boxes are theirs
        Assert.Equal(Enumerable.Range(1, scene.Squares.Count).Select(id => (long)id), byItem.Rows.Select(row => row.SourceId));
        Assert.All(byItem.Rows, row => Assert.Equal("bright", row.Class));
        Assert.Equal(scene.Squares.Count(square => square.Class == "large"), byAddress.Rows.Count);
        Assert.All(byAddress.Rows, row => Assert.Equal("large", found.Rows[(int)row.SourceId - 1].Class));
    }

    [Fact]
    public async Task A_layer_of_another_server_is_fetched_page_by_page_with_its_token()
    {
        using var foreign = new ForeignFeatureServer([.. service.Scene.EsriFeatures("FID")]) { Token = "s3cret" };
        await using var own = new ServiceProcess();
        own.Settings["RasterAnalysis__AllowedHosts__0"] = foreign.Layer.Authority;
        await own.StartAsync();
        var raster = (string)(await own.Client.AddAsync(service.Scene.Raster(), "patches.tif"))["id"]!;
        var model = (string)(await own.Client.AddAsync(LevelClassifier.Package(false, null, ("CropSizeFixed", 1)), "levels.dlpk"))["id"]!;
        JsonObject Request(JsonObject features)
        {
            var request = ServiceClient.Request(raster, model);
            request["inputFeatures"] = features;
            return request;
        }

        var table = await ClassifiedTable.ClassifyAsync(own.Client, Request(new JsonObject { ["url"] = $"{foreign.Layer}?token=s3cret" }));
        table.AssertIs(service.Scene, blackens: false);
        Assert.Contains(foreign.Requests, request => request.Contains("returnIdsOnly", StringComparison.Ordinal));
        Assert.DoesNotContain("s3cret", table.Job.ToJsonString(), StringComparison.Ordinal);

        var some = await ClassifiedTable.ClassifyAsync(own.Client, Request(new JsonObject { ["url"] = $"{foreign.Layer}", ["serviceToken"] = "s3cret", ["filter"] = "FID<=10" }));
        Assert.Equal([10L], some.Rows.Select(row => row.SourceId));

        var refused = await FailAsync(own.Client, Request(new JsonObject { ["url"] = $"{foreign.Layer}" }));
        Assert.Contains("needs a token (error 499)", refused, StringComparison.Ordinal);
        foreign.GeometryType = "esriGeometryPolyline";
        Assert.Contains("has features of type esriGeometryPolyline; polygons or points are needed.", await FailAsync(own.Client, Request(new JsonObject { ["url"] = $"{foreign.Layer}?token=s3cret" })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_raster_without_a_coordinate_system_refuses_features_in_one()
    {
        var folder = Directory.CreateTempSubdirectory("bare").FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "placed.tif"), TiffFile.Byte(50, 50, 1, (_, _, _) => 90), TestContext.Current.CancellationToken);
        GdalTool.Run("gdal_translate", "-q", "-co", "PROFILE=BASELINE", Path.Combine(folder, "placed.tif"), Path.Combine(folder, "bare.tif"));
        var raster = (string)(await service.Client.AddAsync(await File.ReadAllBytesAsync(Path.Combine(folder, "bare.tif"), TestContext.Current.CancellationToken), "bare.tif"))["id"]!;
        Directory.Delete(folder, recursive: true);
        var request = service.Request(await service.ModelAsync(), JsonNode.Parse("""{"type":"FeatureCollection","features":[]}""")!.AsObject());
        request["inputRaster"]!["itemId"] = raster;

        Assert.Contains("The raster has no coordinate system", await FailAsync(service.Client, request), StringComparison.Ordinal);
    }

    private static async Task<string> FailAsync(ServiceClient client, JsonObject request)
    {
        var (status, body) = await ClassifiedTable.TrySubmitAsync(client, request);
        Assert.True(status == HttpStatusCode.Accepted, body.ToJsonString());
        var job = await client.FinishedAsync((string)body["id"]!);
        Assert.Equal("failed", (string)job["status"]!);
        return string.Join('\n', ServiceClient.Messages(job, "error"));
    }
}
