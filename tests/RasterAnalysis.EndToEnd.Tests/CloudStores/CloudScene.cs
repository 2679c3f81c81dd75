using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Ranges;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Cloud;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.CloudStores;

/// <summary>A service with cloud stores, and a model that copies the classes of <see cref="RemoteScene"/>'s scene.</summary>
internal sealed class CloudScene : IAsyncDisposable
{
    private const int Classes = 13;
    private string _model = "";

    /// <summary>The model's package.</summary>
    public static byte[] Package => TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), TinyNetworks.CopyBand(Classes));

    public ServiceProcess Service { get; } = new();

    /// <summary>Names a store.</summary>
    public CloudScene With(string name, string type, Uri url, params (string Key, string Value)[] settings)
    {
        foreach (var (key, value) in settings.Prepend(("Url", url.AbsoluteUri)).Prepend(("Type", type)))
        {
            Service.Settings[$"RasterAnalysis__CloudStores__{name}__{key}"] = value;
        }

        return this;
    }

    /// <summary>Names a bucket of s3rver.</summary>
    public CloudScene WithS3(string name, StoreServer server, string bucket) =>
        With(name, "S3", server.Address, ("Bucket", bucket), ("AccessKey", S3Bucket.Key), ("SecretKey", S3Bucket.Key));

    public async Task StartAsync()
    {
        Service.Settings["RasterAnalysis__RemoteRasters__Patience"] = "00:00:05";
        await Service.StartAsync();
        _model = (string)(await Service.Client.AddAsync(Package, "model.dlpk"))["id"]!;
    }

    /// <summary>A job over a square of a raster in a store.</summary>
    public JsonObject Request(string uri, int row = 1100, int column = 1300, int side = 240) => On(new JsonObject { ["uri"] = uri }, row, column, side);

    /// <summary>The same over an item.</summary>
    public JsonObject RequestOfItem(string id, int row = 1100, int column = 1300, int side = 240) => On(new JsonObject { ["itemId"] = id }, row, column, side);

    /// <summary>Runs a job, and looks at each pixel.</summary>
    /// <returns>The job.</returns>
    public async Task<JsonNode> AssertRightAsync(JsonObject request, int row = 1100, int column = 1300)
    {
        var (job, result) = await Service.Client.ClassifyAsync(request);
        Assert.Null(result.FirstDifference((r, c) => RemoteScene.ValueAt(r + row, c + column)));
        return job;
    }

    /// <summary>Runs a job that must fail.</summary>
    /// <returns>Its only error.</returns>
    public async Task<string> FailAsync(JsonObject request)
    {
        var job = await Service.Client.FinishedAsync(await Service.Client.SubmitAsync(request));
        Assert.Equal("failed", (string)job["status"]!);
        return Assert.Single(ServiceClient.Messages(job, "error"), text => !text.StartsWith("Failed at ", StringComparison.Ordinal));
    }

    /// <summary>Makes a layer.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Body)> AddLayerAsync(params string[] uris)
    {
        using var response = await Service.Client.Http.PostAsJsonAsync("api/v1/imagery-layers", new JsonObject { ["uris"] = new JsonArray([.. uris.Select(uri => (JsonNode)uri)]) });
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    /// <summary>The value of a pixel of a layer, as map clients ask for it.</summary>
    public async Task<string> ValueAsync(JsonNode layer, int row, int column)
    {
        var geometry = Uri.EscapeDataString($$"""{"x":{{500005 + (10 * column)}},"y":{{4999995 - (10 * row)}}}""");
        return (string)(await Service.Client.GetAsync($"{new Uri(Service.Client.Http.BaseAddress!, (string)layer["imageServer"]!).AbsolutePath}/identify?geometryType=esriGeometryPoint&geometry={geometry}&returnGeometry=false&f=json"))["value"]!;
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    private JsonObject On(JsonObject raster, int row, int column, int side)
    {
        var (x, y) = (500000 + (10.0 * column), 5000000 - (10.0 * row));
        var request = ServiceClient.Request("", _model, context: new JsonObject
        {
            ["reuseResults"] = false, ["extent"] = new JsonObject { ["xmin"] = x, ["ymin"] = y - (10.0 * side), ["xmax"] = x + (10.0 * side), ["ymax"] = y },
        });
        request["inputRaster"] = raster;
        return request;
    }
}
