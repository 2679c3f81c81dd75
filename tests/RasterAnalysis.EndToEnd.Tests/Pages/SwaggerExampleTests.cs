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
        var run = 0;
        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            if (operations!["post"]?["requestBody"]?["content"]?["application/json"]?["example"] is not { } example)
            {
                continue;
            }

            var address = path;
            if (path.Contains("{id}", StringComparison.Ordinal))
            {
                // ids are each service's own
                address = path.Replace("{id}", await AddAsync("samples/land-cover/land-cover.dlpk"), StringComparison.Ordinal);
                example["itemId"] = await AddAsync("artifacts/samples/L7_ETMs.tif");
            }

            using var content = new StringContent(example.ToJsonString(), Encoding.UTF8, "application/json");
            using var response = await _service.Client.Http.PostAsync(address, content, TestContext.Current.CancellationToken);
            if (response.Content.Headers.ContentType?.MediaType == "image/png")
            {
                var picture = PngFile.Read(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
                Assert.True(picture.Width > 0);
                run++;
                continue;
            }

            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.True(response.IsSuccessStatusCode, answer.ToJsonString());
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                var job = await _service.Client.FinishedAsync(answer["id"]!.GetValue<string>());
                Assert.True(job["status"]!.GetValue<string>() == "succeeded", job.ToJsonString());
            }

            run++;
        }

        Assert.Equal(4, run);
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
