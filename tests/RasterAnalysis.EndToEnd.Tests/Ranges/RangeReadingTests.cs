using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Ranges;

/// <summary>Inputs by address are read by ranges: what is needed is fetched, once, and kept.</summary>
public sealed class RangeReadingTests
{
    [Fact]
    public async Task A_window_costs_its_blocks_and_a_second_job_on_it_costs_nothing()
    {
        await using var scene = new RemoteScene();
        await scene.StartAsync();
        const int Row = 1100;
        const int Column = 1300;
        const int Part = RemoteScene.Side / 10;

        var (_, result) = await scene.Service.Client.ClassifyAsync(scene.Request(Row, Column, Part));

        Assert.Equal(Part, result.Levels[0].Width);
        Assert.Null(result.FirstDifference((row, column) => RemoteScene.ValueAt(row + Row, column + Column)));
        Assert.InRange(scene.Server.Bytes, 1, scene.Server.Content.Length / 10);
        Assert.InRange(scene.Server.Requests, 1, 10);
        Assert.Single(scene.Kept);

        scene.Server.Reset();
        var (_, again) = await scene.Service.Client.ClassifyAsync(scene.Request(Row, Column, Part));

        Assert.Null(again.FirstDifference((row, column) => RemoteScene.ValueAt(row + Row, column + Column)));
        Assert.Equal((0, 1), (scene.Server.Bytes, scene.Server.Requests));
    }

    [Fact]
    public async Task A_whole_scene_is_fetched_once_for_all_instances_and_its_result_serves_the_next_job()
    {
        await using var scene = new RemoteScene();
        await scene.StartAsync();
        var request = scene.Request(mayReuse: true);
        request["context"]!["parallelProcessingFactor"] = "3";

        var (_, result) = await scene.Service.Client.ClassifyAsync(request);

        Assert.Null(result.FirstDifference(RemoteScene.ValueAt));
        Assert.InRange(scene.Server.Bytes, scene.Server.Content.Length / 2, scene.Server.Content.Length);
        AssertNothingTwice(scene.Server);

        scene.Server.Reset();
        var (job, _) = await scene.Service.Client.ClassifyAsync(scene.Request(mayReuse: true));

        Assert.Contains(ServiceClient.Messages(job), text => text.EndsWith("its result is taken. (context.reuseResults false has it computed again.)", StringComparison.Ordinal));
        Assert.Equal(0, scene.Server.Bytes);
    }

    [Fact]
    public async Task A_file_that_has_become_another_one_is_read_anew()
    {
        await using var scene = new RemoteScene();
        await scene.StartAsync();
        await scene.Service.Client.ClassifyAsync(scene.Request(0, 0, 200, mayReuse: true));
        scene.Server.Content = Rasters.MadeRaster.Translate(
            TiffFile.Byte(RemoteScene.Side, RemoteScene.Side, 1, (_, row, column) => (byte)RemoteScene.ValueAt(column, row)), "-of", "COG", "-co", "BLOCKSIZE=128", "-co", "COMPRESS=DEFLATE");
        scene.Server.EntityTag = "\"two\"";

        var (_, result) = await scene.Service.Client.ClassifyAsync(scene.Request(0, 0, 200, mayReuse: true));

        Assert.Null(result.FirstDifference((row, column) => RemoteScene.ValueAt(column, row)));
        Assert.Equal(2, scene.Kept.Length);
    }

    [Theory]
    [InlineData("W/\"weak\"", true)]
    [InlineData(null, true)]
    [InlineData("\"strong\"", false)]
    public async Task Where_nothing_is_kept_or_tells_versions_apart_ranges_are_those_of_the_job_alone(string? tag, bool isKept)
    {
        await using var scene = new RemoteScene(set: settings => settings["RasterAnalysis__RemoteRasters__CacheBytes"] = isKept ? "1000000000" : "0");
        scene.Server.EntityTag = tag;
        await scene.StartAsync();

        for (var number = 1; number <= 2; number++)
        {
            scene.Server.Reset();
            var (_, result) = await scene.Service.Client.ClassifyAsync(scene.Request(700, 700, 240));

            Assert.Null(result.FirstDifference((row, column) => RemoteScene.ValueAt(row + 700, column + 700)));
            Assert.InRange(scene.Server.Bytes, 1, scene.Server.Content.Length / 5);
        }

        Assert.Empty(scene.Kept);
    }

    [Fact]
    public async Task Masks_grids_and_cell_sizes_are_read_by_ranges_too()
    {
        await using var scene = new RemoteScene();
        await scene.StartAsync();
        var request = scene.Request(500, 500, 240);
        foreach (var name in new[] { "mask", "snapRaster", "cellSize" })
        {
            request["context"]![name] = new JsonObject { ["url"] = scene.Server.Address.AbsoluteUri };
        }

        var (_, result) = await scene.Service.Client.ClassifyAsync(request);

        Assert.Null(result.FirstDifference((row, column) => RemoteScene.ValueAt(row + 500, column + 500)));
        Assert.InRange(scene.Server.Bytes, 1, scene.Server.Content.Length / 5);
    }

    [Fact]
    public async Task A_projected_window_of_a_remote_scene_is_that_of_the_file_itself()
    {
        await using var scene = new RemoteScene();
        await scene.StartAsync();
        var remote = scene.Request(800, 800, 300);
        remote["context"]!["outSR"] = 32634;
        remote["context"]!["extent"]!["spatialReference"] = new JsonObject { ["wkid"] = 32633 };
        var local = (JsonObject)remote.DeepClone();
        local["outputName"] = "Local";
        local["inputRaster"] = new JsonObject { ["itemId"] = (string)(await scene.Service.Client.AddAsync(RemoteScene.Content, "scene.tif"))["id"]! };

        var (_, here) = await scene.Service.Client.ClassifyAsync(local);
        var (_, there) = await scene.Service.Client.ClassifyAsync(remote);

        Assert.Equal(here.Levels[0].Width, there.Levels[0].Width);
        Assert.Null(there.FirstDifference(here.At));
        Assert.InRange(scene.Server.Bytes, 1, scene.Server.Content.Length / 4);
    }

    [Fact]
    public async Task What_is_kept_stays_within_its_bound_and_the_oldest_goes()
    {
        const long Bound = 1 << 20;
        await using var scene = new RemoteScene(set: settings => settings["RasterAnalysis__RemoteRasters__CacheBytes"] = $"{Bound}");
        await scene.StartAsync();
        for (var version = 1; version <= 4; version++)
        {
            scene.Server.EntityTag = $"\"{version}\"";
            await scene.Service.Client.ClassifyAsync(scene.Request(700, 700, 900));
        }

        Assert.InRange(scene.Kept.Length, 1, 3);
        scene.Server.Reset();
        await scene.Service.Client.ClassifyAsync(scene.Request(700, 700, 900));
        Assert.Equal(0, scene.Server.Bytes);
    }

    [Fact]
    public async Task Servers_without_ranges_and_files_in_strips_are_fetched_whole()
    {
        var strips = TiffFile.Byte(300, 300, 1, (_, row, column) => (byte)RemoteScene.ValueAt(row, column));
        await using var scene = new RemoteScene(strips);
        await scene.StartAsync();

        foreach (var givesRanges in new[] { true, false })
        {
            scene.Server.GivesRanges = givesRanges;
            scene.Server.Reset();
            var (_, result) = await scene.Service.Client.ClassifyAsync(scene.Request());

            Assert.Null(result.FirstDifference(RemoteScene.ValueAt));
            Assert.True(scene.Server.Bytes >= strips.Length);
        }
    }

    [Fact]
    public async Task A_service_that_is_killed_goes_on_with_the_ranges_that_it_has()
    {
        await using var scene = new RemoteScene();
        await scene.StartAsync();
        var request = scene.Request();
        request["context"]!["parallelProcessingFactor"] = "1";
        scene.Server.BytesPerSecond = 1_000_000;
        var id = await scene.Service.Client.SubmitAsync(request);
        await Until.TrueAsync(() => Task.FromResult(scene.Server.Bytes > scene.Server.Content.Length / 3), "a third of the file");

        await scene.Service.KillAsync();
        scene.Server.BytesPerSecond = 0;
        await scene.Service.StartAsync();
        var job = await scene.Service.Client.FinishedAsync(id);

        Assert.Equal("succeeded", (string)job["status"]!);
        var result = CogFile.Read(await scene.Service.Client.GetBytesAsync((string)job["result"]!["raster"]!));
        Assert.Null(result.FirstDifference(RemoteScene.ValueAt));
        Assert.InRange(scene.Server.Bytes, 1, scene.Server.Content.Length * 5 / 4);
    }

    private static void AssertNothingTwice(RangeServer server)
    {
        var end = -1L;
        foreach (var (from, to) in server.Sent.OrderBy(range => range.From))
        {
            Assert.True(from > end, $"{from}-{to} was fetched, and bytes up to {end}");
            end = to;
        }
    }
}
