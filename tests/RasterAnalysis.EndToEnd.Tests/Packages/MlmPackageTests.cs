using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Packages;

/// <summary>Networks whose definition is a STAC item with MLM fields, and packages written as such an item or as an <c>.emd</c> and uploaded again.</summary>
public sealed class MlmPackageTests(SharedService service)
{
    private const int Side = 200;
    private const int Bands = 4;

    private static readonly byte[] Raster = TiffFile.Byte(Side, Side, Bands, Sample);

    /// <summary>Keys that a package's definition has beside the usual ones.</summary>
    public static TheoryData<string> Definitions =>
    [
        """{"NormalizationStats":{"band_min_values":[10,20,30,40],"band_max_values":[250,240,230,220]}}""",
        """{"NormalizationStats":{"band_min_values":[1,2,3,4],"band_max_values":[254,253,252,251],"scaled_mean_values":[0.41,0.43,0.47,0.53],"scaled_std_values":[0.17,0.19,0.23,0.29]},"ExtractBands":[3,0,2]}""",
        """{"NormalizationStats":{"band_mean_values":[100.1,110.3,120.7],"band_std_values":[31.7,33.1,37.9]},"BatchSize":3,"ModelName":"été 2026"}""",
        """{"Framework":"arcgis.learn.models._inferencing","ExtractBands":[2,1,0],"ImageSpaceUsed":"MAP_SPACE"}""",
        """{"DataRange":[-1,1],"test_time_augmentation":true,"Description":"Fields"}""",
        """{"ignore_mapped_class":[1],"OutputName":"output"}""",
    ];

    [Theory]
    [InlineData("""[{"type":"min-max","minimum":20,"maximum":220}]""", 70)] // (x − 20) / 200 > 0.25
    [InlineData("""[{"type":"z-score","mean":100,"stddev":40}]""", 110)]
    [InlineData("""[{"type":"offset","value":99.75}]""", 100)]
    [InlineData("""[{"type":"scale","value":512}]""", 128)]
    [InlineData("null", 0)]
    public async Task A_scaling_cuts_where_arithmetic_says(string scaling, int cut)
    {
        var item = MlmItems.Item(1, 2).With(JsonNode.Parse(scaling), "properties", "mlm:input", 0, "value_scaling");
        var (_, raster) = await service.Client.ClassifyAsync(
            TiffFile.Byte(Side, Side, 1, Sample), MlmItems.Package(item, TinyNetworks.TwoClassesByThreshold(0.25f)));

        Assert.Null(raster.FirstDifference((row, column) => Sample(0, row, column) > cut ? 1u : 0u));
    }

    [Theory]
    [InlineData("""{"type":"clip","minimum":60,"maximum":140}""", 60, 140)]
    [InlineData("""{"type":"clip-min","minimum":90}""", 90, 255)]
    [InlineData("""{"type":"clip-max","maximum":120.5}""", 0, 120.5)]
    public async Task Values_are_cut_where_an_item_says(string scaling, double low, double high)
    {
        // of two bands the larger wins, of equal ones the first; one band is cut, the other is not
        var item = MlmItems.Item(2, 2).With(new JsonArray(JsonNode.Parse(scaling), null), "properties", "mlm:input", 0, "value_scaling");
        var network = new OnnxModelBuilder().Input("input", OnnxType.Float, "n", 2, "h", "w").Output("output", OnnxType.Float, "n", 2, "h", "w").Node("Identity", ["input"], "output").Build();
        var added = await service.Client.AddAsync(MlmItems.Package(item, network), "water.zip");
        var input = (string)(await service.Client.AddAsync(TiffFile.Byte(Side, Side, 2, Sample), "input.tif"))["id"]!;

        var pixels = await RunAsync(input, (string)added["id"]!);

        uint Expected(int row, int column) => Math.Clamp(Sample(0, row, column), low, high) >= Sample(1, row, column) ? 0u : 1u;
        Assert.Equal(Enumerable.Range(0, Side * Side).Select(i => (byte)Expected(i / Side, i % Side)), pixels);
        Assert.NotEqual(Enumerable.Range(0, Side * Side).Select(i => (byte)(Sample(0, i / Side, i % Side) >= Sample(1, i / Side, i % Side) ? 0 : 1)), pixels);
        var exported = await service.Client.GetAsync($"api/v1/items/{added["id"]}/model?f=mlm");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(scaling), exported["properties"]!["mlm:input"]![0]!["value_scaling"]![0]));
        var again = (string)(await service.Client.AddAsync(MlmItems.Package(exported, network), "again.zip"))["id"]!;
        Assert.Equal(await CardAsync((string)added["id"]!), await CardAsync(again));
    }

    [Fact]
    public async Task An_item_is_the_models_card()
    {
        var added = await service.Client.AddAsync(MlmItems.Package(MlmItems.Item(1, 2), TinyNetworks.TwoClassesByThreshold(9)), "water.zip");
        var card = await service.Client.GetAsync($"api/v1/items/{added["id"]}/model");

        Assert.Equal(("Water", "PyTorch", "onnx"), ((string)card["modelName"]!, (string)card["framework"]!, (string)card["runtime"]!));
        Assert.Equal(["Class 0", "Class 1"], card["classes"]!.AsArray().Select(c => (string)c!["name"]!));
        Assert.Equal([40, 128, 255], card["classes"]![1]!["color"]!.AsArray().Select(part => (int)part!));
        Assert.True(JsonNode.DeepEquals(card, added["model"]), "the upload's answer has another card");
    }

    [Theory]
    [InlineData("assets/weights/href", "\"https://example.com/other.onnx\"", "'other.onnx' is not in the package")]
    [InlineData("properties/mlm:input/0/value_scaling", "[{\"type\":\"clip\",\"minimum\":2,\"maximum\":1}]", "mlm:input[0].value_scaling[0].maximum must not be below minimum")]
    [InlineData("properties/mlm:input/0/value_scaling", "[{\"type\":\"processing\",\"format\":\"gdal-calc\",\"expression\":\"A/2\"}]", "mlm:input[0].value_scaling[0].type is 'processing'")]
    [InlineData("properties/mlm:tasks", "[\"object-detection\"]", "mlm:tasks is object-detection")]
    public async Task An_item_that_cannot_be_taken_is_refused_by_field(string path, string value, string expected)
    {
        object[] parts = [.. path.Split('/').Select(part => int.TryParse(part, out var place) ? (object)place : part)];
        var item = MlmItems.Item(1, 2).With(JsonNode.Parse(value), parts);

        var (status, problem) = await service.Client.TryAddAsync(MlmItems.Package(item, TinyNetworks.TwoClassesByThreshold(9)), "water.zip");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(expected, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_TorchScript_module_with_an_item_gives_what_torch_gives_for_the_scaled_values()
    {
        const int Offset = 10;
        var module = TorchScriptModule.Make("unet-traced");
        var item = MlmItems.Item(Bands, TorchScriptModule.Classes).With("./module.pt", "assets", "weights", "href").With("TorchScript", "assets", "weights", "mlm:artifact_type")
            .With(new JsonArray(new JsonObject { ["type"] = "offset", ["value"] = Offset }), "properties", "mlm:input", 0, "value_scaling");
        var package = TestPackages.Zip(("item.json", Encoding.UTF8.GetBytes(item.ToJsonString())), ("module.pt", module));
        static byte Scaled(int band, int row, int column) => (byte)(Sample(band, row, column) % 240);

        var added = await service.Client.AddAsync(package, "water.zip");

        var card = added["model"]!;
        Assert.Equal(("Water", "converted", Bands, TorchScriptModule.Classes), ((string)card["modelName"]!, (string)card["runtime"]!, (int)card["bands"]!, card["classes"]!.AsArray().Count));
        Assert.Contains(added["warnings"]!.AsArray(), warning => ((string)warning!).Contains("was converted to an ONNX network by torch", StringComparison.Ordinal));
        Assert.Equal([Offset, Offset, Offset, Offset], card["normalization"]!["bands"]!.AsArray().Select(band => (int)band!["subtract"]!));
        var input = (string)(await service.Client.AddAsync(TiffFile.Byte(Side, Side, Bands, (band, row, column) => (byte)(Scaled(band, row, column) + Offset)), "input.tif"))["id"]!;
        var (_, raster) = await service.Client.ClassifyAsync(
            ServiceClient.Request(input, (string)added["id"]!, new JsonObject { ["tile_size"] = Side, ["padding"] = 0 }));
        var expected = TorchScriptModule.Classify(module, Bands, Side, Side, Scaled);
        Assert.True(expected.Distinct().Count() >= 2, "the module gives one class alone");
        Assert.Null(raster.FirstDifference((row, column) => expected[(row * Side) + column]));
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public async Task A_package_written_as_emd_or_MLM_item_is_the_same_package(string keys)
    {
        var definition = TestPackages.Definition([(7, "Open water", [1, 2, 3]), (9, "Fields", [250, 128, 0]), (12, "Été", [0, 255, 7])]);
        foreach (var (key, value) in JsonNode.Parse(keys)!.AsObject())
        {
            definition[key] = value?.DeepClone();
        }

        // lists of four are of the raster's bands; without ExtractBands the network takes all of them
        var takesAll = definition["ExtractBands"] is null && definition["NormalizationStats"]?["band_min_values"] is not null;
        var network = LayeredNetwork.UNet(takesAll ? Bands : 3, 3, 2, 8, null, seed: takesAll ? 5 : 1);
        var original = (string)(await service.Client.AddAsync(TestPackages.Package(definition, network), "model.dlpk"))["id"]!;
        var input = (string)(await service.Client.AddAsync(Raster, "input.tif"))["id"]!;
        var (card, pixels) = (await CardAsync(original), await RunAsync(input, original));
        Assert.True(pixels.Distinct().Count() >= 2, "the network gives one class alone");

        foreach (var (form, name) in new[] { ("emd", "model.emd"), ("mlm", "item.json") })
        {
            var exported = await service.Client.GetBytesAsync($"api/v1/items/{original}/model?f={form}");
            var again = (string)(await service.Client.AddAsync(TestPackages.Zip((name, exported), ("network.onnx", network)), "again.zip"))["id"]!;

            Assert.Equal(card, await CardAsync(again));
            Assert.Equal(pixels, await RunAsync(input, again));
        }
    }

    [Fact]
    public async Task A_network_over_pixels_written_as_MLM_item_is_the_same_package()
    {
        var network = TrainedClassifier.Make("forest");
        var definition = TestPackages.Definition([(41, "Forest", [104, 171, 95]), (11, "Water", [70, 107, 159]), (95, "Wetlands", [108, 159, 184])]);
        var original = (string)(await service.Client.AddAsync(TestPackages.Package(definition, network), "forest.dlpk"))["id"]!;

        var item = await service.Client.GetAsync($"api/v1/items/{original}/model?f=mlm");
        Assert.Equal([-1, 6], item["properties"]!["mlm:input"]![0]!["input"]!["shape"]!.AsArray().Select(size => (int)size!));
        var again = (string)(await service.Client.AddAsync(MlmItems.Package(item, network), "again.zip"))["id"]!;

        Assert.Equal(await CardAsync(original), await CardAsync(again));
        Assert.Equal("wrapped", (string)(await service.Client.GetAsync($"api/v1/items/{again}/model"))["preparation"]![0]!["name"]!);
    }

    [Fact]
    public async Task Named_bands_keep_their_names_and_scalings()
    {
        var network = LayeredNetwork.UNet(2, 3, 1, 4, null);
        var item = MlmItems.Item(2, 3).With(new JsonArray("NIR", "Red"), "properties", "mlm:input", 0, "bands")
            .With(new JsonArray("batch", "bands", "height", "width"), "properties", "mlm:input", 0, "input", "dim_order")
            .With(JsonNode.Parse("""[{"type":"scale","value":10000},{"type":"z-score","mean":3,"stddev":7}]"""), "properties", "mlm:input", 0, "value_scaling");
        var original = (string)(await service.Client.AddAsync(MlmItems.Package(item, network), "named.zip"))["id"]!;

        var exported = await service.Client.GetAsync($"api/v1/items/{original}/model?f=mlm");
        var again = (string)(await service.Client.AddAsync(MlmItems.Package(exported, network), "again.zip"))["id"]!;

        Assert.Equal(["NIR", "Red"], exported["properties"]!["mlm:input"]![0]!["bands"]!.AsArray().Select(band => (string)band!));
        Assert.Equal(await CardAsync(original), await CardAsync(again));
        Assert.Equal(["NIR", "Red"], (await service.Client.GetAsync($"api/v1/items/{again}/model"))["extractBands"]!.AsArray().Select(band => (string)band!));
    }

    [Fact]
    public async Task A_form_that_there_is_not_is_refused()
    {
        var id = (string)(await service.Client.AddAsync(MlmItems.Package(MlmItems.Item(1, 2), TinyNetworks.TwoClassesByThreshold(9)), "water.zip"))["id"]!;
        using var response = await service.Client.Http.GetAsync($"api/v1/items/{id}/model?f=onnx", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("it must be json", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>The card without what tells the packages apart by right: the definition's own text, warnings and the time that was measured.</summary>
    private async Task<string> CardAsync(string id)
    {
        var card = (await service.Client.GetAsync($"api/v1/items/{id}/model")).AsObject();
        foreach (var key in new[] { "definition", "warnings", "speed" })
        {
            Assert.True(card.Remove(key), $"the card has no {key}");
        }

        Assert.True(card["normalization"]!.AsObject().Remove("text"));
        return card.ToJsonString();
    }

    private async Task<byte[]> RunAsync(string input, string model)
    {
        var (_, raster) = await service.Client.ClassifyAsync(ServiceClient.Request(input, model));
        var pixels = new byte[Side * Side];
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)raster.At(i / Side, i % Side);
        }

        return pixels;
    }

    private static byte Sample(int band, int row, int column) => (byte)(128 + (60 * Math.Sin(row * 0.07 * (band + 1))) + (50 * Math.Cos((column * 0.05) - band)) + ((row * 31) + (column * 17)) % 15);
}
