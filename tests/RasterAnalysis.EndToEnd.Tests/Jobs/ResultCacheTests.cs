using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>What was computed once is not computed again: results of the same job, finished sections of one that failed.</summary>
public sealed class ResultCacheTests : IAsyncLifetime
{
    private static readonly JsonObject Reuse = new() { ["reuseResults"] = true };
    private static readonly KnownJob Small = new("small", 700, 500, 5, classes => TinyNetworks.CopyBand(classes));
    private readonly ServiceProcess _service = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task The_same_job_twice_is_answered_from_the_first()
    {
        await _service.StartAsync();
        var first = await Small.AssertRightAsync(_service, await Small.SubmitAsync(_service, "First", Reuse));

        var second = await Small.AssertRightAsync(_service, await Small.SubmitAsync(_service, "Second", Reuse));
        var third = await Small.AssertRightAsync(_service, await Small.SubmitAsync(_service, "Third"));
        var other = await _service.Client.FinishedAsync(await Small.SubmitAsync(_service, "Other", new() { ["reuseResults"] = true, ["outSR"] = 32631 }));

        Assert.Equal([false, true, false, false], ((JsonNode[])[first, second, third, other]).Select(IsTaken));
        Assert.NotEqual((string)first["result"]!["itemId"]!, (string)second["result"]!["itemId"]!);

        // the copy stands by itself
        using (await _service.Client.Http.DeleteAsync($"api/v1/items/{first["result"]!["itemId"]}"))
        {
            await Small.AssertRightAsync(_service, (string)second["id"]!);
        }
    }

    [Fact]
    public async Task Overviews_that_came_after_a_job_change_nothing()
    {
        await _service.StartAsync();
        var raster = (string)(await _service.Client.AddAsync(TiffFile.Byte(2100, 30, 1, (_, row, column) => (byte)((row + column) % 3)), "input.tif"))["id"]!;
        var model = (string)(await _service.Client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(3)), TinyNetworks.CopyBand(3)), "model.dlpk"))["id"]!;
        var overviews = Path.Combine(_service.DataRoot, "items", raster, "input.tif.ovr");
        await Until.TrueAsync(() => Task.FromResult(File.Exists(overviews)), "the overviews");
        File.Move(overviews, overviews + ".later");
        var (before, _) = await _service.Client.ClassifyAsync(ServiceClient.Request(raster, model, context: Reuse));
        File.Move(overviews + ".later", overviews);

        var (after, result) = await _service.Client.ClassifyAsync(ServiceClient.Request(raster, model, context: Reuse));

        Assert.Equal([false, true], ((JsonNode[])[before, after]).Select(IsTaken));
        Assert.Null(result.FirstDifference((row, column) => (uint)((row + column) % 3)));
    }

    [Fact]
    public async Task A_changed_input_is_computed_anew()
    {
        await _service.StartAsync();
        await Small.AssertRightAsync(_service, await Small.SubmitAsync(_service, "Before", Reuse));
        var raster = Path.Combine(_service.Store, "small.tif");
        var bytes = await File.ReadAllBytesAsync(raster);
        bytes[^1] ^= 1; // the last pixel, or part of a tag: another file
        await File.WriteAllBytesAsync(raster, bytes);

        var after = await _service.Client.FinishedAsync(await Small.SubmitAsync(_service, "After", Reuse));

        Assert.Equal("succeeded", (string)after["status"]!);
        Assert.False(IsTaken(after));
    }

    [Fact]
    public async Task A_job_goes_on_from_the_sections_of_one_that_failed()
    {
        _service.PlantFault($"crash:4:{Path.Combine(_service.Store, "struck")}");
        await _service.StartAsync();
        var failed = await _service.Client.FinishedAsync(await LongJob.SubmitAsync(_service, "Fails", Reuse));
        Assert.Equal("failed", (string)failed["status"]!);
        Assert.Contains(ServiceClient.Messages(failed), text => text.Contains("finished sections are kept", StringComparison.Ordinal));
        var kept = Directory.GetFiles(Path.Combine(_service.DataRoot, "kept"), "*.tif", SearchOption.AllDirectories).Length;
        Assert.Equal((int)failed["sections"]!["done"]!, kept);

        // the service may be started anew in between
        await _service.StopAsync();
        await _service.StartAsync();
        var id = await LongJob.SubmitAsync(_service, "GoesOn", Reuse);
        var job = await LongJob.AssertRightAsync(_service, id);

        Assert.Contains(ServiceClient.Messages(job), text => text.Contains($"had finished {kept} of the same 9 sections", StringComparison.Ordinal));
        var sections = (await _service.Client.GetAsync($"api/v1/jobs/{id}/sections")).AsArray();
        Assert.Equal(kept, sections.Count(section => (int)section!["tries"]! == 0));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_service.DataRoot, "kept")));
    }

    private static bool IsTaken(JsonNode job) => ServiceClient.Messages(job).Any(text => text.Contains("its result is taken", StringComparison.Ordinal));
}
