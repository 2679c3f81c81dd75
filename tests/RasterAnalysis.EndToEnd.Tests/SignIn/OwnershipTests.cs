using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>Who may know of what, and change it, through both APIs.</summary>
public sealed class OwnershipTests(SecuredService service) : IClassFixture<SecuredService>
{
    private static readonly byte[] Raster = TiffFile.Byte(16, 12, 3, (band, row, column) => (byte)((band * 31) + (row * 5) + column));

    private string Uploads => Path.Combine(service.Process.DataRoot, "uploads");

    private static byte[] Package => TestPackages.Package(TestPackages.Definition([(1, "Wasser", [0, 0, 255]), (2, "Land", [0, 255, 0])]), TinyNetworks.CopyBand(2));

    [Fact]
    public async Task An_upload_is_its_owners_until_it_is_shared()
    {
        var item = await service.Ann.AddAsync(Raster, "mine.tif");
        var (id, name) = ((string)item["id"]!, ServiceOf(item));

        Assert.Equal(("ann", "private"), ((string)item["owner"]!, (string)item["access"]!));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service.Ann, $"api/v1/items/{id}"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service.Administrator, $"api/v1/items/{id}/data"));
        foreach (var other in new[] { service.Bob, service.Publisher, service.Viewer })
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, $"api/v1/items/{id}"));
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(other, $"api/v1/items/{id}/data"));
            Assert.Equal(404, await CodeAsync(other, $"arcgis/rest/services/Hosted/{name}/ImageServer?f=json"));
            Assert.DoesNotContain(id, await IdsAsync(other));
            Assert.DoesNotContain(name, await TextAsync(other, "arcgis/rest/services/Hosted?f=json"), StringComparison.Ordinal);
            Assert.DoesNotContain(id, await TextAsync(other, "arcgis/sharing/rest/search?q=mine&f=json"), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(service.Nobody, $"api/v1/items/{id}"));
        Assert.Equal(499, await CodeAsync(service.Nobody, $"arcgis/rest/services/Hosted/{name}/ImageServer?f=json"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(service.Nobody, $"arcgis/rest/services/Hosted/{name}/ImageServer/exportImage?f=image&bbox=0,0,16,12"));
    }

    [Fact]
    public async Task What_is_shared_is_seen_by_those_it_is_shared_with()
    {
        var item = await service.Publisher.AddAsync(Raster, "shared.tif");
        var (id, name) = ((string)item["id"]!, ServiceOf(item));

        Assert.Equal(HttpStatusCode.OK, await ShareAsync(service.Publisher, id, "organization"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service.Viewer, $"api/v1/items/{id}"));
        Assert.Contains(id, await IdsAsync(service.Viewer));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(service.Nobody, $"api/v1/items/{id}"));
        Assert.DoesNotContain(id, await IdsAsync(service.Nobody));

        Assert.Equal(HttpStatusCode.OK, await ShareAsync(service.Publisher, id, "public"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service.Nobody, $"api/v1/items/{id}"));
        Assert.Contains(id, await IdsAsync(service.Nobody));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service.Nobody, $"arcgis/rest/services/Hosted/{name}/ImageServer/exportImage?f=image&bbox=0,0,16,12"));

        Assert.Equal(HttpStatusCode.OK, await ShareAsync(service.Publisher, id, "private"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(service.Viewer, $"api/v1/items/{id}"));
    }

    [Fact]
    public async Task What_one_sees_of_others_one_does_not_change()
    {
        var id = (string)(await service.Publisher.AddAsync(Raster, "shown.tif"))["id"]!;
        await ShareAsync(service.Publisher, id, "public");

        foreach (var (other, status) in new[]
                 {
                     (service.Nobody, HttpStatusCode.Unauthorized), (service.Viewer, HttpStatusCode.Forbidden), (service.Ann, HttpStatusCode.Forbidden),
                 })
        {
            using var deleted = await other.Http.DeleteAsync($"api/v1/items/{id}");
            Assert.Equal(status, deleted.StatusCode);
            Assert.Equal(status, await ShareAsync(other, id, "private"));
        }

        Assert.Equal(HttpStatusCode.Forbidden, await ShareAsync(service.Ann, (string)(await service.Ann.AddAsync(Raster, "anns.tif"))["id"]!, "public"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service.Nobody, $"api/v1/items/{id}"));
        using var own = await service.Publisher.Http.DeleteAsync($"api/v1/items/{id}");
        Assert.Equal(HttpStatusCode.NoContent, own.StatusCode);
    }

    [Fact]
    public async Task Viewers_and_strangers_bring_nothing_in()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await service.Viewer.TryAddAsync(Raster, "a.tif")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.Nobody.TryAddAsync(Raster, "a.tif")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await service.Viewer.TrySubmitAsync([])).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.Nobody.TrySubmitAsync([])).Status);
        Assert.Empty(Directory.Exists(Uploads) ? Directory.EnumerateFileSystemEntries(Uploads) : []);
    }

    [Theory]
    [InlineData(1, 499)]
    [InlineData(65, 499)]
    public async Task ArcGIS_addItem_keeps_nothing_of_strangers_and_takes_little_ahead_of_a_token(int mebibytes, int code)
    {
        using var form = new MultipartFormDataContent { { new StringContent("json"), "f" }, { new ByteArrayContent(new byte[mebibytes << 20]), "file", "a.tif" } };
        using var answer = await service.Nobody.Http.PostAsync("arcgis/sharing/rest/content/users/ann/addItem", form);
        using var again = new MultipartFormDataContent { { new StringContent("json"), "f" }, { new ByteArrayContent(Raster), "file", "a.tif" } };
        using var viewers = await service.Viewer.Http.PostAsync("arcgis/sharing/rest/content/users/vera/addItem", again);

        Assert.Equal(code, (int)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["error"]!["code"]!);
        Assert.Equal(403, (int)(await viewers.Content.ReadFromJsonAsync<JsonNode>())!["error"]!["code"]!);
        Assert.Empty(Directory.Exists(Uploads) ? Directory.EnumerateFileSystemEntries(Uploads) : []);
    }

    [Fact]
    public async Task ArcGIS_addItem_takes_a_token_in_its_form_behind_the_file()
    {
        var token = (string)(await service.TokenAsync("ann"))["token"]!;
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Raster), "file", "late.tif" }, { new StringContent("json"), "f" }, { new StringContent(token), "token" } };

        using var answer = await service.Nobody.Http.PostAsync("arcgis/sharing/rest/content/users/ann/addItem", form);

        Assert.True((bool)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["success"]!);
    }

    [Fact]
    public async Task A_job_is_its_submitters_and_so_is_its_result()
    {
        var (raster, model) = ((string)(await service.Ann.AddAsync(Raster, "scene.tif"))["id"]!, (string)(await service.Ann.AddAsync(Package, "model.dlpk"))["id"]!);

        var (job, _) = await service.Ann.ClassifyAsync(ServiceClient.Request(raster, model));

        var (id, result) = ((string)job["id"]!, (string)job["result"]!["itemId"]!);
        Assert.Equal(("ann", "private"), ((string)(await service.Ann.GetAsync($"api/v1/items/{result}"))["owner"]!, (string)(await service.Ann.GetAsync($"api/v1/items/{result}"))["access"]!));
        foreach (var path in new[] { $"api/v1/jobs/{id}", $"api/v1/jobs/{id}/inputs", $"api/v1/jobs/{id}/sections", $"api/v1/jobs/{id}/events", $"api/v1/items/{result}" })
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(service.Bob, path));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(service.Nobody, path));
        }

        Assert.Equal(400, await CodeAsync(service.Bob, $"arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning/jobs/{id}?f=json"));
        Assert.Equal(499, await CodeAsync(service.Nobody, $"arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning/jobs/{id}?f=json"));
        Assert.DoesNotContain(id, await TextAsync(service.Bob, "api/v1/jobs"), StringComparison.Ordinal);
        Assert.Contains(id, await TextAsync(service.Administrator, "api/v1/jobs"), StringComparison.Ordinal);
        using var cancelled = await service.Bob.Http.PostAsync($"api/v1/jobs/{id}/cancel", null);
        Assert.Equal(HttpStatusCode.NotFound, cancelled.StatusCode);
    }

    [Fact]
    public async Task A_job_reads_no_item_that_its_submitter_may_not_see()
    {
        var (raster, model) = ((string)(await service.Ann.AddAsync(Raster, "secret.tif"))["id"]!, (string)(await service.Bob.AddAsync(Package, "bobs.dlpk"))["id"]!);

        var (status, body) = await service.Bob.TrySubmitAsync(ServiceClient.Request(raster, model));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains($"There is no item '{raster}'", (string)body["errors"]![0]!["message"]!, StringComparison.Ordinal);
    }

    private static string ServiceOf(JsonNode item) => ((string)item["imageServer"]!).Split('/')[^2];

    private static async Task<HttpStatusCode> StatusAsync(ServiceClient client, string path)
    {
        using var response = await client.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode;
    }

    /// <summary>The code of ArcGIS's error object; 200 where there is none.</summary>
    private static async Task<int> CodeAsync(ServiceClient client, string path)
    {
        using var response = await client.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (int?)(await response.Content.ReadFromJsonAsync<JsonNode>())!["error"]?["code"] ?? 200;
    }

    private static Task<string> TextAsync(ServiceClient client, string path) => client.Http.GetStringAsync(path);

    private static async Task<string[]> IdsAsync(ServiceClient client) => [.. (await client.GetAsync("api/v1/items?take=1000")).AsArray().Select(item => (string)item!["id"]!)];

    private static async Task<HttpStatusCode> ShareAsync(ServiceClient client, string id, string access)
    {
        using var response = await client.Http.PutAsJsonAsync($"api/v1/items/{id}/access", new { access });
        return response.StatusCode;
    }
}
