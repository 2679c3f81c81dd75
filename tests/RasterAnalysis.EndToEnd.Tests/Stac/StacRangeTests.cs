using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Ranges;
using RasterAnalysis.EndToEnd.Tests.Rasters;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Stac;

/// <summary>Assets that are cloud-optimised are read by ranges, by addresses that stay sealed, also after a restart.</summary>
public sealed class StacRangeTests
{
    private const string Secret = "SIGNED-BY-STAC";
    private const int Coarse = RemoteScene.Side / 2;

    [Fact]
    public async Task A_window_costs_its_blocks_and_a_killed_service_goes_on_with_sealed_addresses()
    {
        using var coarse = new RangeServer(MadeRaster.Translate(
            TiffFile.Byte(Coarse, Coarse, 1, (_, row, column) => (byte)(RemoteScene.ValueAt(row, column) % 2), cell: 20), "-of", "COG", "-co", "BLOCKSIZE=128", "-co", "COMPRESS=DEFLATE"));
        await using var service = new StacService();
        using var fine = new RangeServer(RemoteScene.Content);
        service.Process.Settings["RasterAnalysis__AllowedHosts__1"] = fine.Address.Authority;
        service.Process.Settings["RasterAnalysis__AllowedHosts__2"] = coarse.Address.Authority;
        await service.InitializeAsync();
        var item = service.Add("ranges", Scene.Item("ranges", new JsonObject
        {
            ["B04"] = Band(fine, "red"), ["B11"] = Band(coarse, "swir16"),
        }));
        var model = await service.ModelAsync(26, [1, 13], ["red", "swir16"]);

        var small = StacService.Request(item, model);
        const int Row = 1100;
        const int Column = 1300;
        const int Part = 240;
        var (x, y) = (500000 + (10.0 * Column), 5000000 - (10.0 * Row));
        small["context"]!["extent"] = new JsonObject { ["xmin"] = x, ["ymin"] = y - (10.0 * Part), ["xmax"] = x + (10.0 * Part), ["ymax"] = y };
        var (_, window) = await service.Client.ClassifyAsync(small);

        Assert.Equal(Part, window.Levels[0].Width);
        Assert.Null(window.FirstDifference((row, column) => Expected(row + Row, column + Column)));
        Assert.InRange(fine.Bytes, 1, fine.Content.Length / 10);
        Assert.InRange(coarse.Bytes, 1, coarse.Content.Length / 2);
        Assert.InRange(fine.Requests + coarse.Requests, 1, 20);

        fine.Reset();
        fine.BytesPerSecond = 1_000_000;
        var whole = StacService.Request(item, model);
        whole["context"]!["parallelProcessingFactor"] = "1";
        var id = await service.Client.SubmitAsync(whole);
        await Until.TrueAsync(() => Task.FromResult(fine.Bytes > fine.Content.Length / 3), "a third of the file");
        var files = Directory.GetFiles(Path.Combine(service.Process.DataRoot, "jobs", id), "*", SearchOption.AllDirectories);
        Assert.DoesNotContain(files.Where(file => new FileInfo(file).Length < 1 << 20), file => File.ReadAllText(file).Contains(Secret, StringComparison.Ordinal));

        await service.Process.KillAsync();
        fine.BytesPerSecond = 0;
        await service.Process.StartAsync();
        var job = await service.Client.FinishedAsync(id);

        Assert.Equal("succeeded", (string)job["status"]!);
        Assert.DoesNotContain(Secret, job.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(CogFile.Read(await service.Client.GetBytesAsync((string)job["result"]!["raster"]!)).FirstDifference(Expected));
        Assert.InRange(fine.Bytes, 1, fine.Content.Length * 5 / 4);
    }

    private static uint Expected(int row, int column) => RemoteScene.ValueAt(row, column) + (13 * (RemoteScene.ValueAt(row / 2, column / 2) % 2));

    private static JsonObject Band(RangeServer server, string common) => new()
    {
        ["href"] = $"{server.Address}?sig={Secret}", ["type"] = Scene.Tiff, ["roles"] = new JsonArray("data"), ["eo:bands"] = new JsonArray(new JsonObject { ["common_name"] = common }),
    };
}
