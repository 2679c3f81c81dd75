using RasterAnalysis.EndToEnd.Tests.Faults;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Objects;

/// <summary>A job that classifies objects goes on from its finished sections, whatever is killed.</summary>
public sealed class ClassifyObjectsFaultTests
{
    [Fact]
    public async Task A_job_goes_on_after_the_service_and_an_instance_were_killed()
    {
        var scene = new ChipScene(1000, 240, seed: 5);
        await using var service = new ServiceProcess();
        Directory.CreateDirectory(service.Store);
        var (crashed, hangs) = (Path.Combine(service.Store, "crashed"), Path.Combine(service.Store, "hangs"));
        service.PlantFault($"crash:1:{crashed}|hang:3:{hangs}");
        await service.StartAsync();
        var raster = (string)(await service.Client.AddAsync(scene.Raster(), "patches.tif"))["id"]!;
        var model = (string)(await service.Client.AddAsync(LevelClassifier.Package(false, null, ("CropSizeFixed", 1)), "levels.dlpk"))["id"]!;
        var request = ServiceClient.Request(raster, model);
        request["inputFeatures"] = scene.GeoJson();
        (request["context"]!["parallelProcessingFactor"], request["context"]!["retryOnFailures"]) = ("2", 5);

        var (_, submitted) = await ClassifiedTable.TrySubmitAsync(service.Client, request);
        var id = (string)submitted["id"]!;
        await service.Client.JobWhenAsync(id, job => (int)job["sections"]!["done"]! >= 3 && File.Exists(hangs));
        await new Killer(service, new Random(22)).KillServiceAsync();
        var job = await service.Client.FinishedAsync(id);

        (await ClassifiedTable.ReadAsync(service.Client, job)).AssertIs(scene, blackens: false);
        Assert.True(File.Exists(crashed));
        Assert.Contains(job["messages"]!.AsArray(), message => ((string)message!["text"]!).Contains("goes on from its finished sections", StringComparison.Ordinal));
    }
}
