using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Pages;

/// <summary>The pages for people: every example of the Swagger page runs as it stands on the quickstart's service.</summary>
public sealed class SwaggerExampleTests : IAsyncLifetime
{
    private readonly ServiceProcess _service = new();

    public async ValueTask InitializeAsync()
    {
        var samples = Directory.CreateDirectory(Path.Combine(_service.Store, "samples")).FullName;
        File.Copy(RepositoryFiles.Path("artifacts/samples/L7_ETMs.tif"), Path.Combine(samples, "L7_ETMs.tif"));
        File.Copy(RepositoryFiles.Path("samples/land-cover/land-cover.dlpk"), Path.Combine(samples, "land-cover.dlpk"));
        File.Copy(RepositoryFiles.Path("samples/objects/ponds-and-fields.dlpk"), Path.Combine(samples, "ponds-and-fields.dlpk"));
        _service.Settings["RasterAnalysis__RasterStores__samples"] = samples;
        await _service.StartAsync();
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Every_example_runs_as_it_stands()
    {
        var document = await _service.Client.GetAsync("swagger/v1/swagger.json");
        var examples = document["paths"]!.AsObject()
            .Select(path => (Path: path.Key, Example: path.Value!["post"]?["requestBody"]?["content"]?["application/json"]?["example"]))
            .Where(found => found.Example is not null).ToArray();
        Assert.Equal(
            [
                "classify-objects/jobs", "classify-pixels/jobs", "detect-objects/jobs", "imagery-layers", "items/{id}/areas", "items/{id}/change", "items/{id}/model/preview", "items/{id}/polygons",
                "items/{id}/sample",
            ],
            examples.Select(found => found.Path["/api/v1/".Length..]).Order(StringComparer.Ordinal));

        // ids are each service's own; the results that some examples are about are those of others
        var scene = await AddAsync("artifacts/samples/L7_ETMs.tif");
        var (result, objects) = ("", "");
        foreach (var (path, example) in examples.OrderBy(found => found.Path.Contains("{id}", StringComparison.Ordinal)).ThenByDescending(found => found.Path, StringComparer.Ordinal))
        {
            var body = example!;
            var name = path["/api/v1/".Length..];
            if (name == "classify-objects/jobs")
            {
                (body["inputRaster"]!["itemId"], body["inputFeatures"]!["itemId"]) = (scene, objects);
                body["model"]!["itemId"] = (string)(await _service.Client.AddAsync(LevelClassifier.Package(false, null), "levels.dlpk"))["id"]!;
            }
            else if (name == "items/{id}/model/preview")
            {
                body["itemId"] = scene;
            }
            else if (name == "items/{id}/change")
            {
                // a later raster that is the same: nothing has changed
                body["toItem"]!["itemId"] = (string)(await _service.Client.AddAsync(await _service.Client.GetBytesAsync($"api/v1/items/{result}/data"), "later.tif"))["id"]!;
            }

            var address = path.Contains("{id}", StringComparison.Ordinal)
                ? path.Replace("{id}", name == "items/{id}/model/preview" ? await AddAsync("samples/land-cover/land-cover.dlpk") : result, StringComparison.Ordinal) : path;
            using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            using var response = await _service.Client.Http.PostAsync(address, content, TestContext.Current.CancellationToken);
            if (response.Content.Headers.ContentType?.MediaType == "image/png")
            {
                Assert.True(PngFile.Read(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Width > 0);
                continue;
            }

            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.True(response.IsSuccessStatusCode, $"{path}: {answer.ToJsonString()}");
            if (response.StatusCode != HttpStatusCode.Accepted)
            {
                continue;
            }

            var job = await _service.Client.FinishedAsync(answer["id"]!.GetValue<string>());
            Assert.True(job["status"]!.GetValue<string>() == "succeeded", job.ToJsonString());
            (result, objects) = name switch
            {
                "classify-pixels/jobs" => ((string)job["result"]!["itemId"]!, objects),
                "detect-objects/jobs" => (result, (string)job["result"]!["itemId"]!),
                _ => (result, objects),
            };
        }
    }

    [Theory]
    [InlineData("", "<title>RasterAnalysis</title>")]
    [InlineData("page/licenses.txt", "OpenLayers")]
    [InlineData("swagger/index.html", "swagger-ui")]
    [InlineData("hangfire", "RasterAnalysis jobs")]
    [InlineData("healthz/live", "Healthy")]
    [InlineData("healthz/ready", "Healthy")]
    [InlineData("metrics", "# TYPE")]
    [InlineData("arcgis/rest/services?f=html", "System")]
    public async Task A_page_is_there(string path, string expected) =>
        Assert.Contains(expected, await _service.Client.Http.GetStringAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);

    private async Task<string> AddAsync(string file) =>
        (string)(await _service.Client.AddAsync(await File.ReadAllBytesAsync(RepositoryFiles.Path(file)), Path.GetFileName(file)))["id"]!;
}
