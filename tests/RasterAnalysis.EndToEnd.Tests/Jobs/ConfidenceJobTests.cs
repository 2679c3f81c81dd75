using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>The second raster of jobs of many sections, of mosaics, and on the command line; kills change nothing in it.</summary>
public sealed class ConfidenceJobTests : IAsyncLifetime
{
    private static readonly JsonObject Measures = new() { ["confidence"] = "confidence,entropy" };
    private readonly ServiceProcess _service = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("confidence").FullName;

    public async ValueTask InitializeAsync() => await _service.StartAsync();

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task A_service_that_is_killed_ends_in_the_same_rasters_whatever_the_number_of_instances()
    {
        var noise = new KnownJob("noise", 5000, 4300, 4, classes => TinyNetworks.CopyBand(classes));
        var (classes, bands) = await ResultAsync(await noise.SubmitAsync(_service, "Undisturbed", Factor("1"), Arguments()));
        var id = await noise.SubmitAsync(_service, "Killed", Factor("2"), Arguments());
        foreach (var done in (int[])[1, 4])
        {
            await _service.Client.JobWhenAsync(id, job => (int)job["sections"]!["done"]! >= done);
            await _service.KillAsync();
            await _service.StartAsync();
        }

        var (again, bandsAgain) = await ResultAsync(id);

        Assert.Equal(classes.Levels[0].Pixels, again.Levels[0].Pixels);
        Assert.Equal(bands.Select(band => band.Levels[0].Pixels), bandsAgain.Select(band => band.Levels[0].Pixels));

        // channel k scores 2kx − k²: the next below e to the power of that
        var expected = (uint)Math.Round(100 / (1 + Math.Exp(-1) + Math.Exp(-4) + Math.Exp(-9)));
        Assert.True(bands[0].Levels[0].Pixels.Where((_, pixel) => classes.Levels[0].Pixels[pixel] == 0).All(value => value == expected));
        Assert.Equal(2, (await _service.Client.GetAsync("api/v1/items")).AsArray().Count(item => ((string)item!["title"]!).EndsWith("(confidence)", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Each_raster_of_a_mosaic_has_its_own()
    {
        foreach (var (name, left) in ((string, double)[])[("east", 500000), ("west", 500300)])
        {
            await File.WriteAllBytesAsync(Path.Combine(_service.Store, $"{name}.tif"), TiffFile.Byte(30, 40, 1, (_, row, column) => (byte)((row + column) % 3), left: left));
        }

        using var response = await _service.Client.Http.PostAsJsonAsync("api/v1/imagery-layers", new JsonObject { ["uris"] = new JsonArray("/rasterStores/store/east.tif", "/rasterStores/store/west.tif") });
        var layer = (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
        var request = ServiceClient.Request(layer, await ModelAsync(), Arguments());
        request["processAllRasterItems"] = true;
        var job = await _service.Client.FinishedAsync(await _service.Client.SubmitAsync(request));
        Assert.True((string)job["status"]! == "succeeded", job.ToJsonString());

        var rasters = (await _service.Client.GetAsync($"api/v1/items/{job["result"]!["confidence"]!["itemId"]}"))["rasters"]!.AsArray();
        Assert.Equal(2, rasters.Count);
        foreach (var raster in rasters)
        {
            var file = CogFile.Read(await _service.Client.GetBytesAsync((string)raster!["data"]!));
            Assert.Equal((30, 40, 2), (file.Levels[0].Width, file.Levels[0].Height, file.Bands));
            Assert.All(file.Levels[0].Pixels, value => Assert.InRange(value, 50u, 80u));
        }
    }

    [Fact]
    public async Task The_command_line_writes_it_beside_the_classes()
    {
        var (input, model) = (Path.Combine(_folder, "input.tif"), Path.Combine(_folder, "copy.dlpk"));
        var raster = TiffFile.Byte(700, 300, 1, (_, row, column) => (byte)((row * 7 / 3 * column) % 4));
        await File.WriteAllBytesAsync(input, raster);
        await File.WriteAllBytesAsync(model, Package());
        var (job, _) = await _service.Client.ClassifyAsync(raster, Package(), Arguments());
        var expected = await _service.Client.GetBytesAsync((string)job["result"]!["confidence"]!["raster"]!);

        var (code, error) = await ClassifyAsync(input, model, "-o", Path.Combine(_folder, "map.tif"), "--arg", "confidence=confidence,entropy");
        Assert.True(code == 0, error);
        Assert.Contains("map.confidence.tif", error, StringComparison.Ordinal);
        var found = await File.ReadAllBytesAsync(Path.Combine(_folder, "map.confidence.tif"));
        foreach (var band in (int[])[1, 2])
        {
            Assert.Equal(CogFile.Read(expected, band).Levels[0].Pixels, CogFile.Read(found, band).Levels[0].Pixels);
        }

        // one that is there already is not written over
        File.Delete(Path.Combine(_folder, "map.tif"));
        (code, error) = await ClassifyAsync(input, model, "-o", Path.Combine(_folder, "map.tif"), "--arg", "confidence=margin");
        Assert.True(code == 73, error);
        Assert.False(File.Exists(Path.Combine(_folder, "map.tif")));
        Assert.Equal(found, await File.ReadAllBytesAsync(Path.Combine(_folder, "map.confidence.tif")));
    }

    private static JsonObject Factor(string instances) => new() { ["parallelProcessingFactor"] = instances };

    private static JsonObject Arguments() => (JsonObject)Measures.DeepClone();

    private static byte[] Package() => TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(4)), TinyNetworks.CopyBand(4));

    private async Task<string> ModelAsync() => (string)(await _service.Client.AddAsync(Package(), "copy.dlpk"))["id"]!;

    private async Task<(CogFile Classes, CogFile[] Bands)> ResultAsync(string id)
    {
        var job = await _service.Client.FinishedAsync(id);
        Assert.True((string)job["status"]! == "succeeded", $"{job.ToJsonString()}\n{_service.Log}");
        var file = await _service.Client.GetBytesAsync((string)job["result"]!["confidence"]!["raster"]!);
        return (CogFile.Read(await _service.Client.GetBytesAsync((string)job["result"]!["raster"]!)), [CogFile.Read(file), CogFile.Read(file, 2)]);
    }

    private static async Task<(int Code, string Error)> ClassifyAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [BuiltWorker.Path, "classify", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await output;
        return (process.ExitCode, error);
    }
}
