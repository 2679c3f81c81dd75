using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Packages;

/// <summary>TorchScript modules, traced and scripted, are converted when their package comes in and give what torch gives.</summary>
public sealed class TorchScriptTests(SharedService service)
{
    private const int Side = 512;

    [Theory]
    [InlineData("unet-traced")]
    [InlineData("unet-scripted")]
    [InlineData("resnet34-traced")]
    [InlineData("resnet34-scripted")]
    [InlineData("deeplab-traced")]
    [InlineData("deeplab-scripted")]
    [InlineData("lraspp-traced")]
    [InlineData("lraspp-scripted")]
    [InlineData("pair-scripted")]
    [InlineData("labels-traced")]
    [InlineData("chatty-scripted")]
    public async Task A_raster_in_one_tile_is_what_torch_gives(string kind)
    {
        var (module, bands) = (TorchScriptModule.Make(kind), Bands(kind));
        var model = await AddAsync(module);
        var (job, raster) = await ClassifyAsync(model, Side, bands, new JsonObject { ["tile_size"] = Side, ["padding"] = 0 });

        var expected = TorchScriptModule.Classify(module, bands, Side, Side, Sample);
        Assert.True(Differing(raster, expected) <= expected.Length / 100_000, $"{Differing(raster, expected)} labels of {expected.Length} differ");
        Assert.True(expected.Distinct().Count() >= 2);
        Assert.Equal((7, 49, 248), raster.ColorOf(7));
        var card = await service.Client.GetAsync($"/api/v1/items/{model}/model");
        var warnings = card["warnings"]!.AsArray().Select(warning => (string)warning!).ToArray();
        Assert.Contains(warnings, text => text.Contains("was converted to an ONNX network by torch", StringComparison.Ordinal) && text.Contains("any size", StringComparison.Ordinal));
        Assert.Contains(warnings, text => text.Contains("256 × 256 and 320 × 384 pixels", StringComparison.Ordinal) && text.Contains(" labels differ", StringComparison.Ordinal));
        Assert.Equal(kind is "unet-traced" or "unet-scripted" or "pair-scripted" or "labels-traced" or "chatty-scripted", (bool)card["seams"]!["exact"]!);
        if (!(bool)card["seams"]!["exact"]!)
        {
            // the ResNet's radius is bounded, only too large for a tile
            Assert.Equal(kind.StartsWith("resnet34", StringComparison.Ordinal), card["seams"]!["nodes"]!.AsArray().Count == 0);
            Assert.NotNull(card["seams"]!["mismatch"]);
        }

        Assert.NotEmpty(ServiceClient.Messages(job));
    }

    [Theory]
    [InlineData("unet-traced")]
    [InlineData("unet-scripted")]
    public async Task Tile_sizes_change_no_label_of_a_U_Net(string kind)
    {
        const int Wide = 700;
        var (module, model) = (TorchScriptModule.Make(kind), "");
        model = await AddAsync(module);
        byte[]? first = null;
        foreach (var size in (int[])[256, 512, 1024])
        {
            var (_, raster) = await ClassifyAsync(model, Wide, 4, new JsonObject { ["tile_size"] = size });
            var labels = new byte[Wide * Wide];
            for (var i = 0; i < labels.Length; i++)
            {
                labels[i] = (byte)raster.At(i / Wide, i % Wide);
            }

            Assert.Equal(first ??= labels, labels);
        }
    }

    [Fact]
    public async Task A_size_that_is_baked_into_a_trace_is_found_and_said()
    {
        var (module, model) = (TorchScriptModule.Make("fixed-traced"), "");
        model = await AddAsync(module, 64);
        var (_, raster) = await ClassifyAsync(model, 64, 3, new JsonObject { ["padding"] = 0 });

        var expected = TorchScriptModule.Classify(module, 3, 64, 64, Sample);
        Assert.Equal(0, Differing(raster, expected, 64));
        var warnings = (await service.Client.GetAsync($"/api/v1/items/{model}/model"))["warnings"]!.AsArray();
        Assert.Contains(warnings, text => ((string)text!).Contains("64 × 64 pixels, the only size", StringComparison.Ordinal));
    }

    private static int Bands(string kind) => kind.StartsWith("unet", StringComparison.Ordinal) ? 4 : 3;

    /// <summary>Classes in an order of their own, so that channels and values differ: channel k stands for 7 − k, channel 0 for 7.</summary>
    private static JsonObject Definition(int size) => TestPackages.Definition(
        Enumerable.Range(0, TorchScriptModule.Classes).Select(k => (7L - k, $"Class {7 - k}", new[] { 7 - k, (7 - k) * 7, 255 - (7 - k) })),
        ("ModelFile", "module.pt"), ("ImageHeight", size), ("ImageWidth", size));

    private static int Differing(CogFile raster, byte[] expected, int side = Side) =>
        Enumerable.Range(0, expected.Length).Count(i => raster.At(i / side, i % side) != 7 - expected[i]);

    private static byte Sample(int band, int row, int column) =>
        (byte)(128 + (100 * Math.Sin((row + (band * 31)) / 9.0) * Math.Cos(column / (7.0 + band))) + ((((row * 7919) ^ (column * 104729)) & 15) - 8));

    private Task<string> AddAsync(byte[] module, int size = 256) => service.Client.AddPreparedAsync(
        TestPackages.Zip(("model.emd", Encoding.UTF8.GetBytes(Definition(size).ToJsonString())), ("module.pt", module)), "model.dlpk");

    private async Task<(JsonNode Job, CogFile Raster)> ClassifyAsync(string model, int side, int bands, JsonObject arguments)
    {
        var input = await service.Client.AddAsync(TiffFile.Byte(side, side, bands, Sample), "input.tif");
        return await service.Client.ClassifyAsync(ServiceClient.Request((string)input["id"]!, model, arguments));
    }
}
