using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Results;

/// <summary>The job of the quickstart, done once.</summary>
public sealed class LandCoverJob(SharedService service) : IAsyncLifetime
{
    public ServiceClient Client => service.Client;

    public JsonNode Job { get; private set; } = null!;

    public CogFile Raster { get; private set; } = null!;

    public JsonNode Model { get; private set; } = null!;

    public (int Width, int Height, double[] Grid, long[] GeoKeys) InputGrid { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var scene = await File.ReadAllBytesAsync(RepositoryFiles.Path("artifacts/samples/L7_ETMs.tif"));
        InputGrid = CogFile.ReadGrid(scene);
        var sceneId = (await Client.AddAsync(scene, "L7_ETMs.tif"))["id"]!.GetValue<string>();
        var package = await File.ReadAllBytesAsync(RepositoryFiles.Path("samples/land-cover/land-cover.dlpk"));
        var modelId = (await Client.AddAsync(package, "land-cover.dlpk"))["id"]!.GetValue<string>();
        Model = await Client.GetAsync($"api/v1/items/{modelId}/model");
        (Job, Raster) = await Client.ClassifyAsync(ServiceClient.Request(sceneId, modelId));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
