using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Objects;

/// <summary>A service with one scene of squares, and detectors of them.</summary>
public class SquareService : IAsyncLifetime
{
    private readonly Dictionary<string, string> _models = [];

    public SquareService()
        : this(side: 1000, count: 220)
    {
    }

    private protected SquareService(int side, int count) => Scene = SquareScene.Random(side, count, seed: 22);

    public ServiceProcess Process { get; } = new();

    public ServiceClient Client => Process.Client;

    internal SquareScene Scene { get; }

    /// <summary>Id of the scene's item.</summary>
    public string Raster { get; private set; } = "";

    /// <summary>Id of the item of a detector of tiles of 256 pixels.</summary>
    public async Task<string> ModelAsync(string layout) =>
        _models.TryGetValue(layout, out var id) ? id : _models[layout] = (string)(await Client.AddAsync(SquareDetector.Package(layout, 256), $"{layout}.dlpk"))["id"]!;

    /// <summary>A request for objects of up to 60 pixels.</summary>
    public async Task<JsonObject> RequestAsync(string layout, params (string Name, JsonNode Value)[] arguments)
    {
        var all = new JsonObject { ["max_object_size"] = 60 };
        foreach (var (name, value) in arguments)
        {
            all[name] = value;
        }

        return ServiceClient.Request(Raster, await ModelAsync(layout), all);
    }

    public async ValueTask InitializeAsync()
    {
        await Process.StartAsync();
        Raster = (string)(await Client.AddAsync(Scene.Raster(), "squares.tif"))["id"]!;
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
