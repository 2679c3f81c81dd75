using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>Smoothing of results of many sections: finished sections serve whatever the unit is, and kills in the middle change nothing.</summary>
public sealed class SmoothedJobTests : IAsyncLifetime
{
    private static readonly JsonObject Reuse = new() { ["reuseResults"] = true };
    private static readonly KnownJob Noise = new("noise", 5000, 5000, 4, classes => TinyNetworks.CopyBand(classes));
    private readonly ServiceProcess _service = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Sections_of_a_job_that_failed_serve_one_with_another_unit_and_results_only_those_with_the_same()
    {
        _service.PlantFault($"crash:4:{Path.Combine(_service.Store, "struck")}");
        await _service.StartAsync();
        var failed = await _service.Client.FinishedAsync(await Noise.SubmitAsync(_service, "Fails", Reuse, Unit(5)));
        Assert.Equal("failed", (string)failed["status"]!);

        var (job, raster) = await ResultAsync(await Noise.SubmitAsync(_service, "GoesOn", Reuse, Unit(9)));
        var (same, copy) = await ResultAsync(await Noise.SubmitAsync(_service, "Same", Reuse, Unit(9)));
        var (plain, _) = await ResultAsync(await Noise.SubmitAsync(_service, "Plain", Reuse));

        Assert.Contains(ServiceClient.Messages(job), text => text.Contains("of the same 9 sections", StringComparison.Ordinal));
        Assert.Equal([false, true, false], ((JsonNode[])[job, same, plain]).Select(one => ServiceClient.Messages(one).Any(text => text.Contains("its result is taken", StringComparison.Ordinal))));
        Assert.Equal(raster.Levels[0].Pixels, copy.Levels[0].Pixels);
        Assert.NotNull(raster.FirstDifference((row, column) => (uint)Noise.ValueAt(row, column)));
    }

    [Fact]
    public async Task A_service_that_is_killed_while_it_smooths_ends_in_the_same_raster()
    {
        await _service.StartAsync();
        var (_, undisturbed) = await ResultAsync(await Noise.SubmitAsync(_service, "Undisturbed", null, Unit(12)));
        var plainId = (string)(await _service.Client.FinishedAsync(await Noise.SubmitAsync(_service, "Plain")))["result"]!["itemId"]!;

        // by arguments, and as a job of its own
        var byArguments = await Noise.SubmitAsync(_service, "Killed", null, Unit(12));
        await KillWhileSmoothingAsync(byArguments);
        var (_, first) = await ResultAsync(byArguments);
        using var response = await _service.Client.Http.PostAsJsonAsync($"api/v1/items/{plainId}/smooth", new JsonObject { ["minimumMappingUnit"] = 12 });
        var later = (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
        await KillWhileSmoothingAsync(later);
        var (_, second) = await ResultAsync(later);

        Assert.Equal(undisturbed.Levels[0].Pixels, first.Levels[0].Pixels);
        Assert.Equal(undisturbed.Levels[0].Pixels, second.Levels[0].Pixels);
    }

    private static JsonObject Unit(int pixels) => new() { ["minimum_mapping_unit"] = pixels };

    private async Task KillWhileSmoothingAsync(string id)
    {
        var folder = Path.Combine(_service.DataRoot, "jobs", id);
        await Until.TrueAsync(() => Task.FromResult(Directory.Exists(folder) && Directory.GetDirectories(folder, "*.smoothing").Length > 0), "the smoothing");
        await _service.KillAsync();
        await _service.StartAsync();
    }

    private async Task<(JsonNode Job, CogFile Raster)> ResultAsync(string id)
    {
        var job = await _service.Client.FinishedAsync(id);
        Assert.True((string)job["status"]! == "succeeded", $"{job.ToJsonString()}\n{_service.Log}");
        return (job, CogFile.Read(await _service.Client.GetBytesAsync((string)job["result"]!["raster"]!)));
    }
}
