using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;

namespace RasterAnalysis.OpenApi.Tests;

/// <summary>What the service answers is what the document says: status, media type, and every member of every answer.</summary>
public sealed class AnswersTests(DescribedService service)
{
    private const string Json = "application/json";

    /// <summary>What comes of faults of the service, and of what this one's settings leave open: sign-in, quotas, rate limits.</summary>
    private static readonly string[] Always = ["401", "413", "429", "500", "503"];

    [Fact]
    public async Task Every_answer_is_described_and_what_is_described_is_answered()
    {
        var described = new DescribedAnswers(JsonNode.Parse(service.Document)!);
        var (item, model) = (service.RasterId, service.PackageId);
        var job = await service.ClassifyAsync();
        var (jobId, result) = ((string)job["id"]!, (string)job["result"]!["itemId"]!);
        await File.WriteAllBytesAsync(Path.Combine(service.Process.Store, "layer.tif"), service.Raster, TestContext.Current.CancellationToken);
        var uris = """{"uris":["/rasterStores/store/layer.tif"]}""";

        await AskAsync(described, HttpMethod.Post, "items", body: Form("scene.tif", service.Raster, "scene.tif"));
        await AskAsync(described, HttpMethod.Post, "items", body: Form("words.tif", "These are words."u8.ToArray(), "words.tif"));
        await AskAsync(described, HttpMethod.Post, "items", body: Undeclared());
        await AskUploadsAsync(described);
        await AskAsync(described, HttpMethod.Get, "items?take=1000");
        await AskAsync(described, HttpMethod.Get, "items?nothing=1");
        await AskAsync(described, HttpMethod.Get, "session");
        await AskAsync(described, HttpMethod.Get, "audit?limit=2");
        await AskAsync(described, HttpMethod.Get, "audit?format=csv");
        await AskAsync(described, HttpMethod.Get, "audit?limit=none");
        foreach (var (body, type) in new[] { ("""{"access":"organization"}""", Json), ("""{"access":"everybody"}""", Json), ("""{"access":"private"}""", "text/plain") })
        {
            await AskAsync(described, HttpMethod.Put, $"items/{item}/access", body: Text(body, type));
        }

        await AskAsync(described, HttpMethod.Put, "items/none/access", body: Text("""{"access":"private"}""", Json));
        await AskAsync(described, HttpMethod.Get, "raster-stores");
        await AskAsync(described, HttpMethod.Get, "raster-stores/store");
        await AskAsync(described, HttpMethod.Get, "raster-stores/none");
        foreach (var id in new[] { item, model, result, "none" })
        {
            await AskAsync(described, HttpMethod.Get, $"items/{id}");
            await AskAsync(described, HttpMethod.Get, $"items/{id}/model");
            await AskAsync(described, HttpMethod.Get, $"items/{id}/areas");
            await AskAsync(described, HttpMethod.Get, $"items/{id}/features");
            await AskAsync(described, HttpMethod.Get, $"items/{id}/provenance");
            await AskFileAsync(described, $"items/{id}/data");
        }

        await AskAsync(described, HttpMethod.Get, $"items/{result}/areas?format=csv");
        await AskAsync(described, HttpMethod.Get, $"items/{result}/provenance");
        await AskAsync(described, HttpMethod.Get, $"items/{result}/provenance?f=jws");
        await AskAsync(described, HttpMethod.Get, $"items/{result}/provenance?f=xml");
        await AskAsync(described, HttpMethod.Get, "provenance-keys");
        await AskAsync(described, HttpMethod.Post, $"items/{result}/verifications", body: Text("""{"sections":1}""", Json));
        await AskAsync(described, HttpMethod.Post, $"items/{result}/verifications", body: Text("""{"sections":0}""", Json));
        await AskAsync(described, HttpMethod.Post, $"items/{result}/verifications", body: Text("{}", "text/plain"));
        foreach (var call in new[] { "verifications", "smooth", "polygons", "change" })
        {
            await AskAsync(described, HttpMethod.Post, $"items/none/{call}", body: Text("{}", Json));
        }

        await AskAccuracyAsync(described, item, result);
        await AskZonesAsync(described, result);
        await AskAsync(described, HttpMethod.Get, $"items/{model}/model?f=emd");
        await AskAsync(described, HttpMethod.Get, $"items/{model}/model?f=mlm");
        await AskAsync(described, HttpMethod.Get, $"items/{model}/model?f=onnx");
        var preview = $$"""{"itemId":"{{item}}"}""";
        await AskAsync(described, HttpMethod.Post, $"items/{model}/model/preview", body: Text(preview, Json));
        await AskAsync(described, HttpMethod.Post, $"items/{model}/model/preview", body: Text("{}", Json));
        await AskAsync(described, HttpMethod.Post, $"items/{model}/model/preview", body: Text(preview, "text/plain"));
        await AskAsync(described, HttpMethod.Post, $"items/{item}/model/preview", body: Text(preview, Json));
        await AskFileAsync(described, $"items/{result}/data/any.tif");
        await AskFileAsync(described, $"items/{result}/data/any.tif.aux.xml");
        await AskAsync(described, HttpMethod.Get, $"items/{result}/data/any.png");
        var layer = await AskAsync(described, HttpMethod.Post, "imagery-layers", body: Text(uris, Json));
        var mosaic = await AskAsync(described, HttpMethod.Post, "imagery-layers", body: Text("""{"name":"both","uris":["/rasterStores/store/layer.tif","/rasterStores/store/layer.tif"]}""", Json));
        await AskAsync(described, HttpMethod.Post, "imagery-layers", body: Text("""{"uri":"/rasterStores/store/layer.tif"}""", Json));
        await AskAsync(described, HttpMethod.Post, "imagery-layers", body: Text(uris, "text/plain"));
        await AskAsync(described, HttpMethod.Get, $"items/{mosaic!["id"]}");
        await AskAsync(described, HttpMethod.Get, $"items/{mosaic["id"]}/data");
        await AskFileAsync(described, $"items/{mosaic["id"]}/rasters/0/data");
        await AskAsync(described, HttpMethod.Get, $"items/{mosaic["id"]}/rasters/7/data");
        await AskAsync(described, HttpMethod.Delete, $"items/{layer!["id"]}");
        await AskAsync(described, HttpMethod.Delete, "items/none");

        var request = $$"""{"inputRaster":{"itemId":"{{item}}"},"model":{"itemId":"{{model}}"} }""";
        var second = await AskAsync(described, HttpMethod.Post, "classify-pixels/jobs", body: Text(request, Json));
        await AskAsync(described, HttpMethod.Post, "classify-pixels/jobs", body: Text("{}", Json));
        await AskAsync(described, HttpMethod.Post, "classify-pixels/jobs", body: Text(request, "text/plain"));
        foreach (var (body, type) in new[] { (request, Json), ("{}", Json), (request, "text/plain") })
        {
            await AskAsync(described, HttpMethod.Post, "classify-pixels/plans", body: Text(body, type));
        }

        await AskObjectsAsync(described, (string)item!);
        foreach (var (body, type) in new[] { ("""{"minimumMappingUnit":4}""", Json), ("{}", Json), ("{}", "text/plain") })
        {
            await AskAsync(described, HttpMethod.Post, $"items/{result}/smooth", body: Text(body, type));
        }

        foreach (var (body, type) in new[] { ("{}", Json), ("""{"simplify":-1}""", Json), ("{}", "text/plain") })
        {
            await AskAsync(described, HttpMethod.Post, $"items/{result}/polygons", body: Text(body, type));
        }

        await AskChangeAsync(described, result, item);
        await AskAsync(described, HttpMethod.Post, $"jobs/{second!["id"]}/cancel");
        await AskAsync(described, HttpMethod.Post, "jobs/none/cancel");
        await AskAsync(described, HttpMethod.Post, $"jobs/{jobId}/cancel", body: Undeclared());
        await AskAsync(described, HttpMethod.Get, "jobs");
        await AskAsync(described, HttpMethod.Get, "jobs?status=succeeded&take=1");
        await AskAsync(described, HttpMethod.Get, "jobs?take=many");
        foreach (var id in new[] { jobId, "none" })
        {
            await AskAsync(described, HttpMethod.Get, $"jobs/{id}");
            await AskAsync(described, HttpMethod.Get, $"jobs/{id}/sections");
            await AskAsync(described, HttpMethod.Get, $"jobs/{id}/inputs");
        }

        await AskAsync(described, HttpMethod.Get, $"jobs/{jobId}/events");
        await AskAsync(described, HttpMethod.Get, $"jobs/{jobId}/events", ("Last-Event-ID", "999_100_succeeded"));
        await AskAsync(described, HttpMethod.Get, "jobs/none/events");
        foreach (var (method, path) in described.Calls)
        {
            // a name under which the service does not answer
            await AskAsync(described, method, path["/api/v1/".Length..].Replace("{number}", "0", StringComparison.Ordinal), ("Host", "elsewhere.example"));
            if (method != HttpMethod.Get)
            {
                // a page of another origin
                await AskAsync(described, method, path["/api/v1/".Length..], ("Sec-Fetch-Site", "cross-site"));
            }
        }

        Assert.DoesNotContain(described.NeverSeen, answer => !Always.Contains(answer.Status));
    }

    private async Task AskUploadsAsync(DescribedAnswers described)
    {
        const string Metadata = "filename c2NlbmUudGlm";
        (string, string) version = ("Tus-Resumable", "1.0.0"), start = ("Upload-Offset", "0");
        Task<JsonNode?> Ask(HttpMethod method, string path, HttpContent? body, params (string, string)[] headers) => AskAsync(described, method, path, body, headers);
        Task<JsonNode?> Create(long length, HttpContent? body, params (string, string)[] headers) =>
            Ask(HttpMethod.Post, "uploads", body, [("Upload-Length", $"{length}"), ("Upload-Metadata", Metadata), .. headers]);
        HttpContent Part(byte[] bytes) => new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/offset+octet-stream") } };

        var upload = $"uploads/{(await Create(service.Raster.Length, null, version))!["id"]}";
        await Create(long.MaxValue, null, version);
        await Create(10, Text("text", "text/plain"), version);
        await Create(10, null);
        await Ask(HttpMethod.Get, upload, null);
        await Ask(HttpMethod.Patch, upload, Part(service.Raster[..10]), version, start);
        await Ask(HttpMethod.Patch, upload, Part(service.Raster[..10]), version, start);
        await Ask(HttpMethod.Patch, upload, Part(service.Raster[..10]), version);
        await Ask(HttpMethod.Patch, upload, Part(service.Raster[..10]), start);
        await Ask(HttpMethod.Patch, upload, Undeclared(), version, start);
        await Ask(HttpMethod.Patch, upload, Part(service.Raster[..10]), version, ("Upload-Offset", "10"), ("Upload-Checksum", "sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA="));
        await Ask(HttpMethod.Post, $"{upload}/item", null);
        var folder = Path.Combine(service.Process.DataRoot, "resumable-uploads", upload["uploads/".Length..]);
        await using (new FileStream(Path.Combine(folder, "lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            await Ask(HttpMethod.Patch, upload, Part(service.Raster[..10]), version, ("Upload-Offset", "10"));
            await Ask(HttpMethod.Delete, upload, null, version);
            await Ask(HttpMethod.Post, $"{upload}/item", null);
        }

        await Ask(HttpMethod.Patch, upload, Part(service.Raster), version, ("Upload-Offset", "10"));
        await Ask(HttpMethod.Patch, upload, Part(service.Raster[10..]), version, ("Upload-Offset", "10"));
        await Ask(HttpMethod.Post, $"{upload}/item", null);
        foreach (var state in (string[])["deleted", "expired"])
        {
            upload = $"uploads/{(await Create(10, null, version))!["id"]}";
            if (state == "deleted")
            {
                await Ask(HttpMethod.Delete, upload, null);
                await Ask(HttpMethod.Delete, upload, null, version);
            }
            else
            {
                File.SetLastWriteTimeUtc(Path.Combine(service.Process.DataRoot, "resumable-uploads", upload["uploads/".Length..], "data"), DateTime.UtcNow.AddDays(-2));
            }

            await Ask(HttpMethod.Get, upload, null);
            await Ask(HttpMethod.Patch, upload, Part(service.Raster[..10]), version, start);
            await Ask(HttpMethod.Post, $"{upload}/item", null);
            await Ask(HttpMethod.Delete, upload, null, version);
        }
    }

    private async Task AskFileAsync(DescribedAnswers described, string path)
    {
        await AskAsync(described, HttpMethod.Get, path);
        await AskAsync(described, HttpMethod.Get, path, ("Range", "bytes=0-9"));
        await AskAsync(described, HttpMethod.Get, path, ("Range", "bytes=99999999-"));
        await AskAsync(described, HttpMethod.Get, path, ("If-None-Match", "*"));
        await AskAsync(described, HttpMethod.Get, path, ("If-Match", "\"another\""));
    }

    private async Task AskAccuracyAsync(DescribedAnswers described, string imagery, string result)
    {
        var points = (await AskAsync(described, HttpMethod.Post, $"items/{result}/sample", body: Text("""{"pointsPerClass":5,"seed":1}""", Json)))!;
        await AskAsync(described, HttpMethod.Post, $"items/{result}/sample", body: Text("""{"points":5,"coordinates":"raster"}""", Json));
        await AskAsync(described, HttpMethod.Post, $"items/{result}/sample", body: Text("""{"points":-5}""", Json));
        await AskAsync(described, HttpMethod.Post, $"items/{result}/sample", body: Text("{}", "text/plain"));
        await AskAsync(described, HttpMethod.Post, "items/none/sample", body: Text("{}", Json));
        await AskAsync(described, HttpMethod.Get, $"items/{result}/accuracy");
        await AskAsync(described, HttpMethod.Post, $"items/{result}/accuracy", body: Reference(points.ToJsonString(), "className"));
        await AskAsync(described, HttpMethod.Get, $"items/{result}/accuracy");
        await AskAsync(described, HttpMethod.Post, $"items/{result}/accuracy", body: Reference("words", "className"));
        await AskAsync(described, HttpMethod.Post, $"items/{result}/accuracy", body: Undeclared());
        await AskAsync(described, HttpMethod.Post, $"items/{imagery}/accuracy", body: Reference(points.ToJsonString(), "className"));
        await AskAsync(described, HttpMethod.Post, "items/none/accuracy", body: Reference(points.ToJsonString(), "className"));
        await AskAsync(described, HttpMethod.Delete, $"items/{result}/accuracy");
        await AskAsync(described, HttpMethod.Delete, "items/none/accuracy");

        static MultipartFormDataContent Reference(string text, string field) => new()
        {
            { new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(text)), "reference", "points.geojson" },
            { new StringContent(field), "field" },
        };
    }

    private async Task AskChangeAsync(DescribedAnswers described, string result, string item)
    {
        var later = await service.ClassifyAsync();
        var body = $$$"""{"toItem":{"itemId":"{{{later["result"]!["itemId"]}}}"} }""";
        await AskAsync(described, HttpMethod.Post, $"items/{result}/change", body: Text("{}", Json));
        await AskAsync(described, HttpMethod.Post, $"items/{result}/change", body: Text(body, "text/plain"));
        var job = await AskAsync(described, HttpMethod.Post, $"items/{result}/change", body: Text(body, Json));
        var ended = await service.Client.FinishedAsync((string)job!["id"]!);
        Assert.Equal("succeeded", (string)ended["status"]!);
        var changed = (string)ended["result"]!["itemId"]!;
        await AskAsync(described, HttpMethod.Get, $"items/{changed}/transitions");
        await AskAsync(described, HttpMethod.Get, $"items/{changed}/transitions?format=csv");
        await AskAsync(described, HttpMethod.Get, $"items/{changed}/transitions?format=xlsx");
        await AskAsync(described, HttpMethod.Get, $"items/{item}/transitions");
    }

    private async Task AskZonesAsync(DescribedAnswers described, string result)
    {
        const string Zones = """{"zones":{"type":"Polygon","coordinates":[[[0,0],[20,0],[20,60],[0,60],[0,0]]]}}""";
        await AskAsync(described, HttpMethod.Post, $"items/{result}/areas", body: Text(Zones, Json));
        await AskAsync(described, HttpMethod.Post, $"items/{result}/areas?format=csv", body: Text(Zones, Json));
        await AskAsync(described, HttpMethod.Post, $"items/{result}/areas", body: Text("{}", Json));
        await AskAsync(described, HttpMethod.Post, $"items/{result}/areas", body: Text(Zones, "text/plain"));
        await AskAsync(described, HttpMethod.Post, "items/none/areas", body: Text(Zones, Json));
    }

    private async Task AskObjectsAsync(DescribedAnswers described, string item)
    {
        var detector = (string)(await service.Client.AddAsync(SquareDetector.Package("YoloV8", 256), "squares.dlpk"))["id"]!;
        var request = $$"""{"inputRaster":{"itemId":"{{item}}"},"model":{"itemId":"{{detector}}"} }""";
        await AskAsync(described, HttpMethod.Post, "detect-objects/jobs", body: Text("{}", Json));
        await AskAsync(described, HttpMethod.Post, "detect-objects/jobs", body: Text(request, "text/plain"));
        var job = await AskAsync(described, HttpMethod.Post, "detect-objects/jobs", body: Text(request, Json));
        var ended = await service.Client.FinishedAsync((string)job!["id"]!);
        Assert.Equal("succeeded", (string)ended["status"]!);
        await AskAsync(described, HttpMethod.Get, $"jobs/{job["id"]}");
        await AskAsync(described, HttpMethod.Get, $"items/{ended["result"]!["itemId"]}");
        await AskAsync(described, HttpMethod.Get, $"items/{ended["result"]!["itemId"]}/features");
        await AskFileAsync(described, $"items/{ended["result"]!["itemId"]}/data");
        await AskClassesAsync(described, item, (string)ended["result"]!["itemId"]!);
    }

    private async Task AskClassesAsync(DescribedAnswers described, string item, string features)
    {
        var model = (string)(await service.Client.AddAsync(LevelClassifier.Package(false, null), "levels.dlpk"))["id"]!;
        var request = $$"""{"inputRaster":{"itemId":"{{item}}"},"inputFeatures":{"itemId":"{{features}}"},"model":{"itemId":"{{model}}"} }""";
        await AskAsync(described, HttpMethod.Post, "classify-objects/jobs", body: Text("{}", Json));
        await AskAsync(described, HttpMethod.Post, "classify-objects/jobs", body: Text(request, "text/plain"));
        var job = await AskAsync(described, HttpMethod.Post, "classify-objects/jobs", body: Text(request, Json));
        var ended = await service.Client.FinishedAsync((string)job!["id"]!);
        Assert.Equal("succeeded", (string)ended["status"]!);
        await AskAsync(described, HttpMethod.Get, $"jobs/{job["id"]}");
        await AskAsync(described, HttpMethod.Get, $"items/{model}/model");
    }

    private Task<JsonNode?> AskAsync(DescribedAnswers described, HttpMethod method, string path, (string Name, string Value)? header = null, HttpContent? body = null) =>
        AskAsync(described, method, path, body, header is { } given ? [given] : []);

    private async Task<JsonNode?> AskAsync(DescribedAnswers described, HttpMethod method, string path, HttpContent? body, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, $"api/v1/{path}") { Content = body };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await service.Client.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await described.CheckAsync(method, path, response);
    }

    private static StringContent Text(string text, string type) => new(text, Encoding.UTF8, type);

    private static ByteArrayContent Undeclared() => new("{}"u8.ToArray());

    private static MultipartFormDataContent Form(string title, byte[] content, string fileName)
    {
        var file = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("image/tiff") } };
        return new MultipartFormDataContent { { file, "file", fileName }, { new StringContent(title), "title" } };
    }
}
