using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Packages;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>Packages with program code of their own, on a service whose operator allows it: publishers bring them, analysts use what publishers share.</summary>
public sealed class PackageCodeTests : IAsyncLifetime
{
    private readonly SecuredService _service = new();

    public ValueTask InitializeAsync()
    {
        _service.Process.Settings["RasterAnalysis__PythonFunctions__Mode"] = "Unconfined";
        return _service.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Publishers_bring_Python_functions_and_analysts_use_them()
    {
        (long, string, int[])[] classes = [(0, "Low", [10, 20, 30]), (1, "High", [200, 100, 0])];
        var package = FunctionService.Package("TileMean", classes, ("ExtractBands", new JsonArray(2, 0, 1)));
        var raster = (string)(await _service.Ann.AddAsync(TiffFile.Byte(40, 30, 4, (_, row, column) => (byte)((row + column) % 2)), "scene.tif"))["id"]!;
        await File.WriteAllBytesAsync(Path.Combine(_service.Process.Store, "own.dlpk"), package);

        var (status, refusal) = await _service.Ann.TryAddAsync(package, "own.dlpk");
        var plain = await _service.Ann.AddAsync(TestPackages.Package(TestPackages.Definition(classes), TinyNetworks.CopyBand(2)), "plain.dlpk");
        var shared = (string)(await _service.Publisher.AddAsync(package, "own.dlpk"))["id"]!;
        using var access = await _service.Publisher.Http.PutAsJsonAsync($"api/v1/items/{shared}/access", new { access = "organization" });
        var job = (await _service.Ann.ClassifyAsync(ServiceClient.Request(raster, shared))).Job;
        var stored = await _service.Ann.FinishedAsync(await _service.Ann.SubmitAsync(new JsonObject
        {
            ["inputRaster"] = new JsonObject { ["itemId"] = raster }, ["model"] = new JsonObject { ["uri"] = "/rasterStores/store/own.dlpk" },
        }));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("packages with program code are brought by publishers alone", $"{refusal}", StringComparison.Ordinal);
        Assert.NotNull(plain["id"]);
        Assert.Equal((HttpStatusCode.OK, "succeeded"), (access.StatusCode, (string)job["status"]!));
        Assert.Equal("failed", (string)stored["status"]!);
        Assert.Contains("brought by publishers alone", stored["messages"]!.ToJsonString(), StringComparison.Ordinal);
    }
}
