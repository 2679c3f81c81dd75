using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.ArcGis;

namespace RasterAnalysis.EndToEnd.Tests.Objects;

/// <summary>The task of ArcGIS, and the feature service that its result is.</summary>
public sealed class DetectObjectsTaskTests(SquareService service) : IClassFixture<SquareService>
{
    [Fact]
    public async Task The_task_makes_a_feature_service_that_answers_queries()
    {
        var task = new GeoprocessingClient(service.Client, "DetectObjectsUsingDeepLearning");
        var (job, value) = await task.RunAsync(
            ("inputRaster", $$"""{"itemId":"{{service.Raster}}"}"""), ("model", $$"""{"itemId":"{{await service.ModelAsync("YoloV8")}}"}"""),
            ("modelArguments", """{"max_object_size":"60","exclude_pad_detections":"True"}"""), ("runNMS", "true"), ("maxOverlapRatio", "0.1"),
            ("outputObjects", """{"serviceProperties":{"name":"FoundSquares"}}"""));

        var layer = $"{value["url"]}/0";
        var count = await service.Client.GetAsync($"{layer}/query?where=Class='large'&returnCountOnly=true&f=json");
        var near = await service.Client.GetAsync($"{layer}/query?geometry=500000,4999000,501000,5000000&geometryType=esriGeometryEnvelope&inSR=32633&outFields=*&returnGeometry=false&f=json");
        var description = await service.Client.GetAsync($"{layer}?f=json");

        Assert.EndsWith("/Hosted/FoundSquares/FeatureServer", (string)value["url"]!, StringComparison.Ordinal);
        Assert.Equal(service.Scene.Squares.Count(square => square.Class == "large"), (int)count["count"]!);
        Assert.Equal(
            service.Scene.Squares.Count(square => square.Column <= 100 && square.Row <= 100), near["features"]!.AsArray().Count);
        Assert.Equal(
            ["large", "small"],
            description["drawingInfo"]!["renderer"]!["uniqueValueInfos"]!.AsArray().Select(info => (string)info!["value"]!).Order(StringComparer.Ordinal));
        Assert.True((bool)(await task.PostAsync($"jobs/{job["jobId"]}/inputs/runNMS"))["value"]!);
        Assert.Empty(GeoprocessingClient.Messages(job, "Warning"));
    }
}
