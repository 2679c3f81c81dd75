using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Objects;

/// <summary>What a request to detect objects may say, and what is refused.</summary>
public sealed class DetectObjectsRequestTests(SquareService service) : IClassFixture<SquareService>
{
    [Theory]
    [InlineData("maxOverlapRatio", "1.5", "must be a number from 0 (no two objects overlap) to 1.")]
    [InlineData("classValueField", "\"Confidence\"", "is the field 'Confidence' too, which is for the confidence; give them different names.")]
    [InlineData("classValueField", "\"no field\"", "must be a name of letters, digits and underscores that begins with a letter")]
    [InlineData("runNms", "\"perhaps\"", "must be true or false.")]
    [InlineData("outputRaster", "\"x\"", "is not")]
    [InlineData("modelArguments.max_object_size", "0", "'0' must be a whole number of pixels from 1 to 16384.")]
    [InlineData("modelArguments.nms_overlap", "2", "'2' must be a number from 0 (objects do not overlap) to 1 (they may as they like).")]
    public async Task What_cannot_be_taken_is_refused_by_its_name(string field, string value, string message)
    {
        var request = await service.RequestAsync("YoloV8");
        var (into, name) = field.Split('.') is [_, var inner] ? (request["modelArguments"]!.AsObject(), inner) : (request, field);
        into[name] = JsonNode.Parse(value);

        var (status, problem) = await DetectedTable.TrySubmitAsync(service.Client, request);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        var error = Assert.Single(problem["errors"]!.AsArray(), error => ((string)error!["field"]!).Equals(field, StringComparison.Ordinal));
        Assert.Contains(message, (string)error!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Objects_too_large_for_the_tiles_are_refused_with_the_largest_that_fit()
    {
        var job = await FailAsync(await service.RequestAsync("YoloV8", ("max_object_size", 300)));

        Assert.Contains("give a max_object_size of at most 191, or a larger tile_size", job, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_tool_refuses_the_models_of_the_other_and_names_the_right_one()
    {
        var detector = await service.Client.FinishedAsync(await service.Client.SubmitAsync(ServiceClient.Request(service.Raster, await service.ModelAsync("YoloV8"))));
        var pixels = (string)(await service.Client.AddAsync(
            TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(4)), TinyNetworks.CopyBand(4)), "pixels.dlpk"))["id"]!;

        var classifier = await FailAsync(ServiceClient.Request(service.Raster, pixels));

        Assert.Contains("use detect-objects (DetectObjectsUsingDeepLearning).", string.Join('\n', ServiceClient.Messages(detector, "error")), StringComparison.Ordinal);
        Assert.Contains("use classify-pixels (ClassifyPixelsUsingDeepLearning).", classifier, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_of_pixels_only_says_so_of_a_detector()
    {
        var model = await service.ModelAsync("YoloV8");

        using var mlm = await service.Client.Http.GetAsync($"api/v1/items/{model}/model?f=mlm");
        using var preview = await service.Client.Http.PostAsJsonAsync($"api/v1/items/{model}/model/preview", new JsonObject { ["itemId"] = service.Raster });

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (mlm.StatusCode, preview.StatusCode));
        Assert.Contains("cannot be mlm for this package. The model detects objects", await mlm.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("use detect-objects (DetectObjectsUsingDeepLearning).", await preview.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_raster_without_objects_gives_an_empty_layer()
    {
        var dark = (string)(await service.Client.AddAsync(TiffFile.Byte(300, 200, 1, (_, _, _) => 7), "dark.tif"))["id"]!;

        var table = await DetectedTable.DetectAsync(service.Client, ServiceClient.Request(dark, await service.ModelAsync("YoloV8"), new JsonObject { ["max_object_size"] = 60 }));

        Assert.Empty(table.Rows);
        Assert.Contains("No objects were found.", ServiceClient.Messages(table.Job));
        Assert.Equal(0, (int)(await service.Client.GetAsync((string)table.Job["result"]!["features"]!))["numberMatched"]!);
    }

    [Fact]
    public async Task Fields_threshold_and_overlap_are_as_asked_for()
    {
        var request = await service.RequestAsync("YoloV8", ("threshold", 0.7));
        (request["confidenceScoreField"], request["classValueField"], request["runNms"], request["maxOverlapRatio"]) = ("Score", "Kind", true, 0);
        var job = await service.Client.FinishedAsync(await DetectedTable.SubmitAsync(service.Client, request));

        var features = (await service.Client.GetAsync($"{job["result"]!["features"]}?limit=1000"))["features"]!.AsArray();

        var surest = service.Scene.Squares.Where(square => square.Confidence >= 70).ToArray();
        Assert.NotEmpty(surest);
        Assert.Equal(surest.Select(square => square.Confidence).Order(), features.Select(feature => (double)feature!["properties"]!["Score"]!).Order());
        Assert.All(features, feature => Assert.Equal("large", (string)feature!["properties"]!["Kind"]!));
    }

    [Theory]
    [InlineData(100, "Objects")]
    [InlineData(100, "2026_objects")]
    [InlineData(20, "7")]
    public async Task A_result_may_have_any_name_that_a_service_may_have(int length, string beginning)
    {
        var request = await service.RequestAsync("YoloV8");
        var name = $"{beginning}_{Guid.NewGuid():N}".PadRight(length, 'x')[..length];
        request["outputName"] = name;

        var table = await DetectedTable.DetectAsync(service.Client, request);

        Assert.Equal(service.Scene.Squares.Count, table.Rows.Count);
        Assert.Equal(service.Scene.Squares.Count, (int)(await service.Client.GetAsync($"arcgis/rest/services/Hosted/{name}/FeatureServer/0/query?where=1%3D1&returnCountOnly=true&f=json"))["count"]!);
    }

    [Fact]
    public async Task A_field_has_a_name_that_a_table_takes()
    {
        var request = await service.RequestAsync("YoloV8");
        request["classValueField"] = new string('a', 60);
        Assert.Equal("succeeded", (string)(await service.Client.FinishedAsync(await DetectedTable.SubmitAsync(service.Client, request)))["status"]!);
        request["classValueField"] = new string('a', 61);

        var (status, problem) = await DetectedTable.TrySubmitAsync(service.Client, request);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("of at most 60", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_inputs_of_a_job_are_enough_to_run_it_again_and_its_result_is_taken_over()
    {
        var request = await service.RequestAsync("YoloV8", ("threshold", 0.6));
        (request["runNms"], request["maxOverlapRatio"], request["context"]) = (true, 0.25, new JsonObject());
        var first = await DetectedTable.DetectAsync(service.Client, request);
        var inputs = (await service.Client.GetAsync($"api/v1/jobs/{first.Job["id"]}/inputs")).AsObject();
        inputs["outputName"] = $"{inputs["outputName"]}_again";

        var again = await DetectedTable.DetectAsync(service.Client, inputs);

        Assert.Equal((true, 0.25), ((bool)inputs["runNms"]!, (double)inputs["maxOverlapRatio"]!));
        Assert.Equal(first.Rows, again.Rows);
        var (item, copy) = (await ItemAsync(first.Job), await ItemAsync(again.Job));
        Assert.Equal(item["classes"]!.ToJsonString(), copy["classes"]!.ToJsonString());
        Assert.Contains(ServiceClient.Messages(again.Job), message => message.StartsWith($"Job {first.Job["id"]} has detected the objects of the same input", StringComparison.Ordinal));
    }

    private Task<JsonNode> ItemAsync(JsonNode job) => service.Client.GetAsync($"api/v1/items/{job["result"]!["itemId"]}");

    [Fact]
    public async Task Where_there_is_no_data_or_the_mask_says_no_there_are_no_objects()
    {
        var request = await service.RequestAsync("YoloV8");
        request["context"]!["mask"] = new JsonObject
        {
            ["rings"] = JsonNode.Parse("[[[500000,5000000],[505000,5000000],[505000,4990000],[500000,4990000],[500000,5000000]]]"),
            ["spatialReference"] = new JsonObject { ["wkid"] = 32633 },
        };

        var table = await DetectedTable.DetectAsync(service.Client, request);

        table.AssertIs([.. service.Scene.Squares.Where(square => square.CenterX < 500)]);
    }

    private async Task<string> FailAsync(JsonObject request)
    {
        var job = await service.Client.FinishedAsync(await DetectedTable.SubmitAsync(service.Client, request));
        Assert.Equal("failed", (string)job["status"]!);
        return string.Join('\n', ServiceClient.Messages(job, "error"));
    }
}
