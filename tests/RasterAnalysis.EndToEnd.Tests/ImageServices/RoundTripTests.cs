using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.ImageServices;

/// <summary>A raster that one service publishes, read by another through its image service: the same pixels as from the file.</summary>
public sealed class RoundTripTests(SharedService publisher, LoopbackReader reader) : IClassFixture<LoopbackReader>
{
    [Fact]
    public async Task Bytes_with_NoData() => await AssertSameAsync(
        TiffFile.Byte(300, 170, 3, (b, r, c) => (byte)(((r * 7) ^ (c * 13) ^ (b * 31)) % 256), noData: 0), Threshold(1, 120));

    [Fact]
    public async Task Sixteen_bits_and_four_bands() => await AssertSameAsync(
        TiffFile.UInt16(250, 190, 4, (b, r, c) => (ushort)(((r * 601) ^ (c * 77) ^ (b * 9001)) % 65536), noData: 65535), Threshold(3, 30000));

    [Fact]
    public async Task An_odd_grid() => await AssertSameAsync(
        TiffFile.Byte(211, 133, 1, (_, r, c) => (byte)((r + (c * 3)) % 256), cell: 1 / 3.0, left: 500000.123456789, top: 4999999.987654321), Threshold(0, 100));

    [Theory]
    [InlineData("RGB.byte.tif", 1, 90)]
    [InlineData("RGBA.uint16.tif", 2, 12000)]
    [InlineData("cog_rgb_mask.tif", 0, 90)]
    [InlineData("m_3607824_se_17_1_20160620_subset.tif", 3, 120)]
    [InlineData("L7_ETMs.tif", 5, 60)]
    [InlineData("cog_scale_epsg4326.tif", 0, 50)]
    public async Task Real_rasters(string name, int band, float threshold)
    {
        var file = SharedData.Find($"rasters/{name}");
        Assert.SkipWhen(file is null, $"shared/data/rasters is not beside the project, so {name} is NOT tested here.");

        await AssertSameAsync(await File.ReadAllBytesAsync(file!), Threshold(band, threshold));
    }

    [Fact]
    public async Task Another_cell_size_and_system() => await AssertSameAsync(
        TiffFile.Byte(300, 170, 1, (_, r, c) => (byte)(((r * 7) ^ (c * 13)) % 256), noData: 0), Threshold(0, 120),
        new JsonObject { ["outSR"] = new JsonObject { ["wkid"] = 3857 }, ["cellSize"] = 25, ["resamplingMethod"] = "BILINEAR" });

    [Fact]
    public async Task A_rotated_raster_is_read_on_the_services_grid()
    {
        var file = SharedData.Find("rasters/umbra_mount_yasur.tiff");
        Assert.SkipWhen(file is null, "shared/data/rasters is not beside the project, so a rotated raster is NOT tested here.");

        var (_, raster) = await ClassifyAsync(reader.Client, await PublishAsync(await File.ReadAllBytesAsync(file!)), Threshold(0, 60));

        // north up, and both classes and the corners that are no pixels are there
        Assert.Equal([0u, 1u, 255u], raster.Levels[0].Pixels.Distinct().Order());
    }

    [Fact]
    public async Task An_own_address_with_a_rule_is_refused_where_the_service_may_not_ask_itself()
    {
        var url = await PublishAsync(TiffFile.Byte(30, 20, 1, (_, _, _) => 1));
        var request = ServiceClient.Request("", (string)(await publisher.Client.AddAsync(Threshold(0, 1), "model.dlpk"))["id"]!);
        request["inputRaster"] = new JsonObject { ["url"] = url, ["renderingRule"] = new JsonObject { ["rasterFunction"] = "Stretch" } };

        var (status, problem) = await publisher.Client.TrySubmitAsync(request);

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, status);
        Assert.Contains("without renderingRule or mosaicRule", problem.ToJsonString(), StringComparison.Ordinal);
    }

    private static byte[] Threshold(int band, float threshold) => TestPackages.Package(
        TestPackages.Definition(TestPackages.NumberedClasses(2), ("ExtractBands", new JsonArray(band))), TinyNetworks.TwoClassesByThreshold(threshold));

    private async Task AssertSameAsync(byte[] file, byte[] package, JsonObject? context = null)
    {
        var (_, fromFile) = await publisher.Client.ClassifyAsync(file, package, context: context);

        var (job, fromService) = await ClassifyAsync(reader.Client, await PublishAsync(file), package, context);

        Assert.DoesNotContain(ServiceClient.Messages(job, "warning"), text => text.Contains("refuse", StringComparison.Ordinal));
        Assert.Equal((fromFile.Levels[0].Width, fromFile.Levels[0].Height), (fromService.Levels[0].Width, fromService.Levels[0].Height));
        Assert.Equal(fromFile.Grid, fromService.Grid);
        Assert.Null(fromService.FirstDifference((row, column) => fromFile.At(row, column)));
    }

    private async Task<string> PublishAsync(byte[] file)
    {
        var item = await publisher.Client.AddAsync(file, $"layer{Guid.NewGuid():N}.tif");
        return new Uri(publisher.Client.Http.BaseAddress!, (string)item["imageServer"]!).AbsoluteUri;
    }

    private static async Task<(JsonNode Job, CogFile Raster)> ClassifyAsync(ServiceClient client, string url, byte[] package, JsonObject? context = null)
    {
        var request = ServiceClient.Request("", (string)(await client.AddAsync(package, "model.dlpk"))["id"]!, context: context);
        request["inputRaster"] = new JsonObject { ["url"] = url };
        return await client.ClassifyAsync(request);
    }
}
