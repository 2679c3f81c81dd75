using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.ImageServices;

/// <summary>A service that may read image services on loopback, and a package that copies one band of up to 13 classes.</summary>
public sealed class LoopbackReader : IAsyncLifetime
{
    public const int Classes = 13;
    private static readonly byte[] Package = TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), TinyNetworks.CopyBand(Classes));

    public ServiceProcess Process { get; } = new();

    public ServiceClient Client => Process.Client;

    public string ModelId { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Process.Settings["RasterAnalysis__AllowedHosts__0"] = "127.0.0.1";
        await Process.StartAsync();
        ModelId = (string)(await Client.AddAsync(Package, "model.dlpk"))["id"]!;
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    /// <summary>A request for a job that copies an image service's band.</summary>
    public JsonObject Request(string url, JsonObject? context = null)
    {
        var request = ServiceClient.Request("", ModelId, context: context);
        request["inputRaster"] = new JsonObject { ["url"] = url };
        return request;
    }
}
