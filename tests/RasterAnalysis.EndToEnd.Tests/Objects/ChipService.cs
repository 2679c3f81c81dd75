using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Objects;

/// <summary>A service with one scene of shapes, and classifiers by brightness.</summary>
public sealed class ChipService : IAsyncLifetime
{
    private const int ShapeCount = 240;
    private readonly Dictionary<string, string> _models = [];

    public ServiceProcess Process { get; } = new();

    public ServiceClient Client => Process.Client;

    internal ChipScene Scene { get; } = new(1000, ShapeCount, seed: 5);

    /// <summary>Id of the scene's item.</summary>
    public string Raster { get; private set; } = "";

    /// <summary>Id of the item of a classifier.</summary>
    /// <param name="keys">Keys of its definition.</param>
    public async Task<string> ModelAsync(params (string Key, JsonNode? Value)[] keys) => await ModelAsync(false, null, keys);

    /// <summary>Id of the item of a classifier.</summary>
    /// <param name="hasSoftmax">Whether its network gives probabilities.</param>
    /// <param name="batch">Images of a run; null for any number.</param>
    /// <param name="keys">Keys of its definition.</param>
    public async Task<string> ModelAsync(bool hasSoftmax, int? batch, params (string Key, JsonNode? Value)[] keys)
    {
        var name = $"{hasSoftmax} {batch} {string.Join(' ', keys.Select(key => $"{key.Key}{key.Value}"))}";
        return _models.TryGetValue(name, out var id) ? id : _models[name] = (string)(await Client.AddAsync(LevelClassifier.Package(hasSoftmax, batch, keys), $"levels{_models.Count}.dlpk"))["id"]!;
    }

    /// <summary>A request for the shapes of the scene.</summary>
    public JsonObject Request(string model, JsonObject? features = null, JsonObject? arguments = null)
    {
        var request = ServiceClient.Request(Raster, model, arguments);
        request["inputFeatures"] = features ?? Scene.GeoJson();
        return request;
    }

    public async ValueTask InitializeAsync()
    {
        await Process.StartAsync();
        Raster = (string)(await Client.AddAsync(Scene.Raster(), "patches.tif"))["id"]!;
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
