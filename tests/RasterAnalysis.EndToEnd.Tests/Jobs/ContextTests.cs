using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>The settings of <c>context</c>.</summary>
public sealed class ContextTests(SharedService service)
{
    [Fact]
    public async Task A_smaller_extent_gives_the_same_pixels_as_the_whole()
    {
        // the raster begins at (500000, 5000000) with cells of 10; the extent is not on its pixels and is snapped outward
        var (_, raster) = await ClassifyAsync(new JsonObject
        {
            ["extent"] = new JsonObject { ["xmin"] = 500333, ["ymin"] = 4999001, ["xmax"] = 500999, ["ymax"] = 4999777 },
        });

        Assert.Equal((67, 78), (raster.Levels[0].Width, raster.Levels[0].Height));
        Assert.Equal([10, 10, 0, 0, 0, 0, 500330, 4999780, 0], raster.Grid);
        Assert.Null(raster.FirstDifference((row, column) => Value(row + 22, column + 33)));
    }

    [Fact]
    public async Task A_cell_size_resamples_to_the_nearest_pixel()
    {
        var (_, raster) = await ClassifyAsync(new JsonObject { ["cellSize"] = 5 });

        Assert.Equal((300, 260), (raster.Levels[0].Width, raster.Levels[0].Height));
        Assert.Null(raster.FirstDifference((row, column) => Value(row / 2, column / 2)));
    }

    [Fact]
    public async Task Another_spatial_reference_gives_a_raster_in_it()
    {
        var (_, raster) = await ClassifyAsync(new JsonObject { ["outSR"] = new JsonObject { ["wkid"] = 4326 } });

        Assert.Contains(4326L, raster.GeoKeys);
        Assert.InRange(raster.Grid[6], 14.99, 15.01); // 500000 in UTM zone 33 is its central meridian, 15 degrees east
        Assert.InRange(raster.Grid[7], 45.1, 45.2);
    }

    [Fact]
    public async Task A_gpu_that_is_not_there_is_a_warning()
    {
        var (job, _) = await ClassifyAsync(new JsonObject { ["processorType"] = "GPU" });

        Assert.Contains(ServiceClient.Messages(job, "warning"), text => text.Contains("GPU", StringComparison.Ordinal) && text.Contains("CPU", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_of_the_instances_are_kept_and_said()
    {
        var (job, _) = await ClassifyAsync(new JsonObject
        {
            ["parallelProcessingFactor"] = "60%", ["recycleProcessingWorkers"] = 5, ["retryOnFailures"] = 2,
        });

        var messages = ServiceClient.Messages(job);
        foreach (var setting in new[] { "parallelProcessingFactor is 60%", "recycleProcessingWorkers is 5", "retryOnFailures is 2" })
        {
            Assert.Contains(messages, text => text.Contains(setting, StringComparison.Ordinal));
        }

        var task = "arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning";
        var echo = await service.Client.GetAsync($"{task}/jobs/{job["id"]}/inputs/context?f=json");
        Assert.Equal("60%", echo["value"]!["parallelProcessingFactor"]!.GetValue<string>());
        Assert.Equal(2, echo["value"]!["retryOnFailures"]!.GetValue<int>());
    }

    private Task<(JsonNode Job, CogFile Raster)> ClassifyAsync(JsonObject context) => service.Client.ClassifyAsync(
        TiffFile.Byte(150, 130, 1, (_, row, column) => (byte)Value(row, column)),
        TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(9)), TinyNetworks.CopyBand(9)), context: context);

    private static uint Value(int row, int column) => (uint)((row * 31) + (column * 17) + (row * column)) % 9;
}
