using System.Net;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Stac;

/// <summary>A catalogue with its files on another server, and a service that may fetch from that server alone.</summary>
public sealed class StacService : IAsyncLifetime
{
    public FileServer Catalogue { get; } = new();

    /// <summary>A server of the same machine that is not listed.</summary>
    public RangeServer Canary { get; } = new([1, 2, 3]);

    public ServiceProcess Process { get; } = new();

    public ServiceClient Client => Process.Client;

    public async ValueTask InitializeAsync()
    {
        Process.Settings["RasterAnalysis__AllowedHosts__0"] = Catalogue.Address.Authority;
        await Process.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Catalogue.Dispose();
        Canary.Dispose();
    }

    /// <summary>Serves a document.</summary>
    /// <returns>Its address.</returns>
    public Uri Add(string name, JsonObject document) => Catalogue.Add(name, System.Text.Encoding.UTF8.GetBytes(document.ToJsonString()));

    /// <summary>A model whose class is a weighted sum of its bands, rounded.</summary>
    /// <param name="classes">How many there are.</param>
    /// <param name="weights">Of the bands.</param>
    /// <param name="bands">ExtractBands of the definition; null for none.</param>
    /// <returns>Its item.</returns>
    public async Task<string> ModelAsync(int classes, float[] weights, JsonArray? bands)
    {
        var definition = TestPackages.Definition(TestPackages.NumberedClasses(classes));
        if (bands is not null)
        {
            definition["ExtractBands"] = bands;
        }

        // 2ks − k² is highest for the k nearest to the sum s
        var network = new OnnxModelBuilder()
            .Input("input", OnnxType.Float, "n", weights.Length, "h", "w").Output("output", OnnxType.Float, "n", classes, "h", "w")
            .Constant("weight", [classes, weights.Length, 1, 1], [.. Enumerable.Range(0, classes).SelectMany(k => weights.Select(weight => 2f * k * weight))])
            .Constant("bias", [classes], [.. Enumerable.Range(0, classes).Select(k => -(float)k * k)])
            .Node("Conv", ["input", "weight", "bias"], "output").Build();
        return (string)(await Client.AddAsync(TestPackages.Package(definition, network), "model.dlpk"))["id"]!;
    }

    /// <summary>A job over what lies at an address.</summary>
    public static JsonObject Request(Uri address, string model, params (string Name, JsonNode? Value)[] more)
    {
        var request = ServiceClient.Request("", model);
        var input = new JsonObject { ["url"] = address.AbsoluteUri };
        foreach (var (name, value) in more)
        {
            input[name] = value;
        }

        request["inputRaster"] = input;
        return request;
    }

    /// <summary>Runs a job that must fail.</summary>
    /// <returns>Its errors, without the line that says when.</returns>
    public async Task<string[]> FailAsync(JsonObject request)
    {
        var job = await Client.FinishedAsync(await Client.SubmitAsync(request));
        Assert.Equal("failed", (string)job["status"]!);
        return [.. ServiceClient.Messages(job, "error").Where(text => !text.StartsWith("Failed at ", StringComparison.Ordinal))];
    }
}
