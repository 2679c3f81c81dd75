using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Faults;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Results;

/// <summary>A job that makes polygons ends right, whatever is killed.</summary>
public sealed class PolygonFaultTests(OwnService service) : IClassFixture<OwnService>
{
    private const int Side = 700;

    [Fact]
    public async Task A_job_that_was_cut_off_begins_anew_and_makes_the_same_polygons()
    {
        var random = new Random(7);
        var values = new byte[Side * Side];
        random.NextBytes(values);
        var model = (string)(await service.Client.AddAsync(
            TestPackages.Package(TestPackages.Definition([(0, "Water", [0, 0, 255]), (1, "Land", [0, 255, 0]), (2, "Town", [255, 0, 0])]), TinyNetworks.CopyBand(3)), "model.dlpk"))["id"]!;
        var scene = (string)(await service.Client.AddAsync(TiffFile.Byte(Side, Side, 1, (_, row, column) => (byte)(values[(row * Side) + column] % 3)), "scene.tif"))["id"]!;
        var (classified, _) = await service.Client.ClassifyAsync(ServiceClient.Request(scene, model));
        var raster = (string)classified["result"]!["itemId"]!;
        var expected = await service.Client.FinishedAsync(await SubmitAsync(raster));

        var id = await SubmitAsync(raster);
        await service.Client.JobWhenAsync(id, job => (double)job["progress"]! > 0);
        await new Killer(service.Process, random).KillServiceAsync();
        var job = await service.Client.FinishedAsync(id);

        Assert.Contains("The service was started again; the job begins anew.", ServiceClient.Messages(job));
        Assert.Equal(Counted(expected), Counted(job));
        await Until.EmptyAsync(Path.Combine(service.Process.DataRoot, "jobs"));
    }

    private static string Counted(JsonNode job) => ServiceClient.Messages(job).Single(text => text.Contains(" polygons: ", StringComparison.Ordinal));

    private async Task<string> SubmitAsync(string raster)
    {
        using var response = await service.Client.Http.PostAsJsonAsync($"api/v1/items/{raster}/polygons", new JsonObject());
        return (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
    }
}
