using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Packages;

/// <summary>Packages of arcgis.learn, whose weights torch has saved: they become networks that give what torch gives.</summary>
public sealed class RebuiltNetworkTests(SharedService service)
{
    private const int Side = 224;

    // torch and ONNX Runtime add up in another order
    private const float Rounding = 1e-5f;

    private static readonly (long Value, string Name, int[] Color)[] Classes = [(20, "Water", [0, 0, 200]), (5, "Trees", [0, 120, 0]), (30, "Roads", [90, 90, 90])];

    [Theory]
    [InlineData("unet", 4)]
    [InlineData("unet", 12, "--legacy")]
    [InlineData("unet", 3, "--parallel")]
    [InlineData("unet-bottleneck", 3)]
    [InlineData("unet-batch", 3)]
    [InlineData("unet-weight", 3, "--legacy")]
    [InlineData("unet-wide-cross", 3)]
    [InlineData("unet-no-cross", 3)]
    [InlineData("deeplab", 4)]
    public async Task Weights_give_the_raster_that_torch_gives(string kind, int bands, params string[] options)
    {
        var checkpoint = TorchCheckpoint.Make(kind, bands, Image(bands), options);
        var (_, raster) = await service.Client.ClassifyAsync(
            TiffFile.Byte(Side, Side, bands, Sample), Package(checkpoint.File, bands, kind), new JsonObject { ["tile_size"] = Side, ["padding"] = 0, ["predict_background"] = true });

        // arcgis.learn's first channel is the background
        uint[] values = [0, .. Classes.Select(c => (uint)c.Value)];
        var (others, largest) = (0, checkpoint.Scores.Max(Math.Abs));
        for (var pixel = 0; pixel < Side * Side; pixel++)
        {
            var value = raster.At(pixel / Side, pixel % Side);
            float ScoreOf(int channel) => checkpoint.Scores[(channel * Side * Side) + pixel];
            var best = Enumerable.Range(0, values.Length).MaxBy(ScoreOf);
            if (value != values[best])
            {
                others++;
                Assert.InRange(ScoreOf(best) - ScoreOf(Array.IndexOf(values, value)), 0, Rounding * largest);
            }
        }

        Assert.InRange(others, 0, 2);
        Assert.True(Enumerable.Range(0, Side * Side).Select(pixel => raster.At(pixel / Side, pixel % Side)).Distinct().Count() >= 2);
        Assert.Equal((0, 120, 0), raster.ColorOf(5));
    }

    [Fact]
    public async Task The_card_says_what_was_rebuilt_and_that_its_seams_are_not_exact()
    {
        var item = await service.Client.AddAsync(Package(TorchCheckpoint.Make("unet-bottleneck", 3, Image(3)).File, 3, "unet"), "trees.dlpk");
        var card = await service.Client.GetAsync($"/api/v1/items/{(string)item["id"]!}/model");

        Assert.Contains(
            card["warnings"]!.AsArray(),
            warning => (string)warning! == "The network was rebuilt from the PyTorch weights in 'trees.pth' as a U-Net of fastai over ResNet-50 with 3 bands and 4 channels; each of its 321 weights has its place.");
        Assert.Equal(("UnetClassifier", 3, "rebuilt"), ((string)card["modelName"]!, (int)card["bands"]!, (string)card["runtime"]!));
        Assert.Contains(card["preparation"]!.AsArray(), note => (string)note!["name"]! == "conversion" && ((string)note["text"]!).Contains("U-Net of fastai", StringComparison.Ordinal));
        Assert.Equal((32, false), ((int)card["seams"]!["stride"]!, (bool)card["seams"]!["exact"]!));
        Assert.True((int)card["seams"]!["radius"]! > 100);
    }

    [Theory]
    [InlineData("--without", "layers.5.conv1.0.bias", "")]
    [InlineData("--without", "layers.0.5.0.bn2.running_var", "The weight 'layers.0.5.0.bn2.running_var' is missing.")]
    [InlineData("--with", "layers.6.conv2.3.gamma", "1 weights have no place in it: layers.6.conv2.3.gamma.")]
    [InlineData("--narrowed", "layers.4.bn.running_mean", "'layers.4.bn.running_mean' [31] should be [32] at its place.")]
    [InlineData("--narrowed", "layers.3.1.0.weight", "The weight 'layers.3.1.0.bias' [64] should be [63] at its place.")]
    public async Task Weights_that_are_not_those_of_a_network_are_refused_by_name(string option, string weight, string expected)
    {
        var (status, body) = await service.Client.TryAddAsync(Package(TorchCheckpoint.Make("unet", 3, Image(3), option, weight).File, 3, "unet"), "trees.dlpk");

        // a convolution without its bias is one all the same
        Assert.Equal(expected.Length == 0 ? 201 : 400, (int)status);
        Assert.Contains(expected, body.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--whole", "holds a whole Python object (__main__.UNet)")]
    [InlineData("--whole --legacy", "holds a whole Python object (__main__.UNet)")]
    public async Task A_network_that_was_saved_whole_is_refused_with_its_class_and_what_to_save(string options, string expected)
    {
        var reason = await RefusalAsync(TorchCheckpoint.Make("unet", 3, Image(3), options.Split(' ')).File);

        Assert.Contains(expected, reason, StringComparison.Ordinal);
        Assert.Contains("Save model.state_dict() rather than the model", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cut", false, "archive is damaged")]
    [InlineData("cut", true, "is cut off")]
    [InlineData("flipped", false, "opcode")]
    [InlineData("flipped", true, "opcode")]
    [InlineData("text", false, "no PyTorch checkpoint")]
    [InlineData("empty", false, "is cut off")]
    public async Task A_damaged_checkpoint_is_refused_with_what_is_wrong_and_how_to_save_it(string how, bool isLegacy, string expected)
    {
        var file = CheckpointFile.Write([("layers.0.0.weight", [2, 3, 1, 1], [1f, 2f, 3f, 4f, 5f, 6f])], isLegacy);
        byte[] Flipped()
        {
            // the opcode of the dictionary that holds the weights
            file[file.AsSpan().IndexOf("collections"u8) - 1] = 0xff;
            return file;
        }

        var reason = await RefusalAsync(how switch { "cut" => file[..^12], "flipped" => Flipped(), "text" => Encoding.UTF8.GetBytes("I4711\n."), _ => [] });

        Assert.Contains(expected, reason, StringComparison.Ordinal);
        Assert.Contains("torch.save(model.state_dict(), \"trees.pth\")", reason, StringComparison.Ordinal);
        Assert.Contains("torch.onnx.export(", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_of_another_network_is_refused_with_the_way_to_export_it()
    {
        var file = CheckpointFile.Write([("encoder.weight", [2], [1f, 2f])], isLegacy: false);
        var (status, body) = await service.Client.TryAddAsync(Package(file, 3, "unet"), "trees.dlpk");

        Assert.Equal(400, (int)status);
        Assert.Contains("torch.onnx.export", (string)body["detail"]!, StringComparison.Ordinal);
        Assert.Contains("neither TorchScript nor weights that can be rebuilt", (string)body["detail"]!, StringComparison.Ordinal);
    }

    private async Task<string> RefusalAsync(byte[] checkpoint)
    {
        var (status, body) = await service.Client.TryAddAsync(Package(checkpoint, 3, "unet"), "trees.dlpk");
        Assert.Equal((400, "model-package"), ((int)status, (string)body["code"]!));
        Assert.StartsWith("ModelFile 'trees.pth' is a PyTorch file", (string)body["detail"]!, StringComparison.Ordinal);
        return (string)body["detail"]!;
    }

    private static byte[] Package(byte[] checkpoint, int bands, string kind)
    {
        JsonArray Each(double value) => [.. Enumerable.Repeat(value, bands).Select(number => (JsonNode)number)];
        var definition = TestPackages.Definition(
            Classes, ("Framework", "arcgis.learn.models._inferencing"), ("ModelConfiguration", kind == "deeplab" ? "_deeplab_infrencing" : "_unet"),
            ("ModelName", kind == "deeplab" ? "DeepLab" : "UnetClassifier"), ("ModelParameters", new JsonObject { ["backbone"] = "resnet18", ["backend"] = "pytorch" }),
            ("ModelFile", "trees.pth"), ("ImageHeight", Side), ("ImageWidth", Side), ("SupportsVariableTileSize", true),
            ("ExtractBands", new JsonArray([.. Enumerable.Range(0, bands).Select(band => (JsonNode)band)])), ("IsMultispectral", true),
            ("NormalizationStats", new JsonObject
            {
                ["band_min_values"] = Each(0), ["band_max_values"] = Each(255), ["scaled_mean_values"] = Each(0.5), ["scaled_std_values"] = Each(0.25),
            }));
        return TestPackages.Zip(("trees.emd", Encoding.UTF8.GetBytes(definition.ToJsonString())), ("trees.pth", checkpoint));
    }

    private static byte[] Image(int bands) => [.. Enumerable.Range(0, bands * Side * Side).Select(i => Sample(i / Side / Side, i / Side % Side, i % Side))];

    private static byte Sample(int band, int row, int column) => (byte)((uint)(((row / 5 * 7919) ^ (column / 7 * 104729) ^ (band * 1299709)) * 2654435761u) >> 24);
}
