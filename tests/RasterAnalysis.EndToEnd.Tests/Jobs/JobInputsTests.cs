using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary><c>GET /jobs/{id}/inputs</c> is the request, by the native API's names whichever API took it.</summary>
public sealed class JobInputsTests(SharedService service)
{
    private readonly ServiceClient _client = service.Client;

    [Fact]
    public async Task A_job_is_submitted_again_by_its_inputs()
    {
        var (raster, model) = await AddAsync();
        var request = ServiceClient.Request(raster, model);
        request["outputName"] = "InputsOnce";
        request["modelArguments"] = new JsonObject { ["padding"] = 4 };
        request["context"] = new JsonObject { ["extent"] = new JsonObject { ["xmin"] = 500_100, ["ymin"] = 4_999_800, ["xmax"] = 500_300, ["ymax"] = 4_999_900 }, ["reuseResults"] = false };
        var (first, expected) = await _client.ClassifyAsync((JsonObject)request.DeepClone());

        var inputs = (JsonObject)await _client.GetAsync($"api/v1/jobs/{first["id"]}/inputs");
        var isSame = JsonNode.DeepEquals(request, inputs);
        inputs["outputName"] = "InputsTwice";
        var (_, again) = await _client.ClassifyAsync(inputs);

        Assert.True(isSame, inputs.ToJsonString());
        Assert.Equal((20, 10), (again.Levels[0].Width, again.Levels[0].Height));
        Assert.Null(again.FirstDifference((row, column) => expected.At(row, column)));
    }

    [Fact]
    public async Task Of_a_job_of_the_ArcGIS_API_they_have_the_native_names()
    {
        var (raster, model) = await AddAsync();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["inputRaster"] = $$"""{"itemId":"{{raster}}"}""", ["model"] = $$"""{"itemId":"{{model}}"}""",
            ["outputClassifiedRaster"] = """{"serviceProperties":{"name":"InputsOfArcGis"}}""", ["f"] = "json",
        });
        using var response = await _client.Http.PostAsync(
            "arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning/submitJob", form, TestContext.Current.CancellationToken);
        var id = (string)JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["jobId"]!;

        var inputs = await _client.GetAsync($"api/v1/jobs/{id}/inputs");

        Assert.Equal((raster, model, "InputsOfArcGis"), ((string)inputs["inputRaster"]!["itemId"]!, (string)inputs["model"]!["itemId"]!, (string)inputs["outputName"]!));
        Assert.Null(inputs["outputClassifiedRaster"]);
    }

    private async Task<(string Raster, string Model)> AddAsync()
    {
        var raster = await _client.AddAsync(TiffFile.Byte(40, 30, 1, (_, row, column) => (byte)((row + column) % 3)), "inputs.tif");
        var model = await _client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(3)), TinyNetworks.CopyBand(3)), "inputs.dlpk");
        return ((string)raster["id"]!, (string)model["id"]!);
    }
}
