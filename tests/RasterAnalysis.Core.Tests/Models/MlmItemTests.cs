using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tensors;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;

namespace RasterAnalysis.Core.Tests.Models;

/// <summary>Packages whose definition is a STAC item with MLM fields.</summary>
public sealed class MlmItemTests : IDisposable
{
    private static readonly object[] Input = ["properties", "mlm:input", 0];
    private static readonly object[] Output = ["properties", "mlm:output", 0];
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-mlm-").FullName;

    public MlmItemTests() => File.WriteAllBytes(Path.Combine(_folder, "network.onnx"), TinyNetworks.CopyBand(3));

    /// <summary>A field as JSON, where it stands, and words of the refusal.</summary>
    public static TheoryData<string, string, string> Faults => new()
    {
        { "type", "\"Collection\"", "type must be Feature" },
        { "properties", "null", "properties is missing" },
        { "assets", "[]", "assets must be an object" },
        { "assets/weights/roles", "[\"data\"]", "assets has none with the role mlm:model" },
        { "assets/weights/href", "null", "assets.weights.href is missing" },
        { "assets/weights/href", "\"https://example.com/\"", "assets.weights.href is an address without a file" },
        { "assets/weights/href", "\"https://example.com/other.onnx?sig=x\"", "'other.onnx' is not in the package" },
        { "assets/weights/href", "\"../../etc/passwd\"", "is not in the package" },
        { "assets/weights/href", "\"weights.pt\"", "torch.onnx.export" },
        { "properties/mlm:name", "null", "mlm:name is missing" },
        { "properties/mlm:name", "[]", "mlm:name must be a text" },
        { "properties/mlm:tasks", "[\"object-detection\"]", "mlm:tasks is object-detection" },
        { "properties/mlm:tasks", "\"semantic-segmentation\"", "mlm:tasks must be a list" },
        { "properties/mlm:input", "null", "mlm:input is missing" },
        { "properties/mlm:input", "[{},{}]", "mlm:input lists several inputs" },
        { "properties/mlm:input", "[1]", "mlm:input[0] must be an object" },
        { "properties/mlm:input/0/pre_processing_function", "{\"format\":\"python\",\"expression\":\"a.b\"}", "mlm:input[0].pre_processing_function is given" },
        { "properties/mlm:input/0/variables", "[\"t\"]", "mlm:input[0].variables names variables" },
        { "properties/mlm:input/0/norm_type", "\"z-score\"", "mlm:input[0].norm_type is of MLM before 1.4" },
        { "properties/mlm:input/0/resize_type", "\"interpolation-cubic\"", "mlm:input[0].resize_type is 'interpolation-cubic'" },
        { "properties/mlm:input/0/bands", "[{\"name\":\"NDVI\",\"format\":\"rio-calc\",\"expression\":\"(A-B)/(A+B)\"}]", "mlm:input[0].bands[0].expression is computed" },
        { "properties/mlm:input/0/bands", "[\"a\",\"b\"]", "mlm:input[0].bands lists 2 bands, but input.shape has 1" },
        { "properties/mlm:input/0/bands", "[7e3,null]", "mlm:input[0].bands[1] must be a band's name" },
        { "properties/mlm:input/0/input/shape", "[1,0,2,2]", "input.shape[1] must be a whole number above 0" },
        { "properties/mlm:input/0/input/shape", "[-1,1,-1]", "input.dim_order names 4 axes, but shape has 3" },
        { "properties/mlm:input/0/input/shape", "[-1,4,-1,-1]", "input.shape[1] is 4, but input 'input' of the network has 1" },
        { "properties/mlm:input/0/input/dim_order", "[\"time\",\"channel\",\"height\",\"width\"]", "input.dim_order is time, channel, height, width" },
        { "properties/mlm:input/0/input/data_type", "\"float\"", "input.data_type must be one of" },
        { "properties/mlm:input/0/value_scaling", "{\"type\":\"z-score\"}", "value_scaling must be a list" },
        { "properties/mlm:input/0/value_scaling", "[{\"type\":\"clip\",\"minimum\":1,\"maximum\":0}]", "value_scaling[0].maximum must not be below minimum" },
        { "properties/mlm:input/0/value_scaling", "[{\"type\":\"clip-min\",\"maximum\":0}]", "value_scaling[0].minimum" },
        { "properties/mlm:input/0/value_scaling", "[{\"type\":\"clip-max\",\"minimum\":0}]", "value_scaling[0].maximum" },
        { "properties/mlm:input/0/value_scaling", "[{\"type\":\"processing\",\"format\":\"gdal-calc\",\"expression\":\"A*2\"}]", "value_scaling[0].type is 'processing'" },
        { "properties/mlm:input/0/value_scaling", "[{\"type\":\"log\"}]", "value_scaling[0].type is 'log'; it must be" },
        { "properties/mlm:input/0/value_scaling", "[{\"type\":\"z-score\",\"mean\":1}]", "value_scaling[0].stddev is missing" },
        { "properties/mlm:input/0/value_scaling", "[{\"type\":\"z-score\",\"mean\":1,\"stddev\":0}]", "value_scaling[0].stddev is 0" },
        { "properties/mlm:input/0/value_scaling", "[{\"type\":\"z-score\",\"mean\":NaN,\"stddev\":1}]", "value_scaling[0].mean must be a finite number" },
        { "properties/mlm:input/0/value_scaling", "[{\"type\":\"min-max\",\"minimum\":5,\"maximum\":5}]", "value_scaling[0].maximum must be above minimum" },
        { "properties/mlm:input/0/value_scaling", "[{\"type\":\"scale\",\"value\":0}]", "value_scaling[0].value is 0" },
        { "properties/mlm:input/0/value_scaling", "[{\"type\":\"scale\",\"value\":2},{\"type\":\"scale\",\"value\":3}]", "value_scaling has 2 entries; it must have one for each of the 1 bands" },
        { "properties/mlm:output", "[]", "mlm:output is missing or empty" },
        { "properties/mlm:output/0/tasks", "[\"regression\"]", "mlm:output has no output whose tasks" },
        { "properties/mlm:output/0/classification:classes", "[]", "mlm:output[0].classification:classes is missing or empty" },
        { "properties/mlm:output/0/classification:classes", "[{\"name\":\"a\"}]", "classification:classes[0].value must be a whole number" },
        { "properties/mlm:output/0/classification:classes", "[{\"value\":1,\"color_hint\":\"blue\"}]", "classification:classes[0].color_hint must be six hexadecimal digits" },
        { "properties/mlm:output/0/classification:classes", "[{\"value\":1},{\"value\":1}]", "Value 1 more than once" },
        { "properties/emd:Classes", "[]", "emd:Classes has its own place in MLM" },
        { "properties/emd:Threshold", "7", "Threshold must be a number from 0 to 1" },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("""[{"type":"min-max","minimum":10,"maximum":50}]""", 10, 40)]
    [InlineData("""[{"type":"z-score","mean":7.5,"stddev":2.5}]""", 7.5, 2.5)]
    [InlineData("""[{"type":"offset","value":-3}]""", -3, 1)]
    [InlineData("""[{"type":"scale","value":10000}]""", 0, 10000)]
    [InlineData("""[{"type":null}]""", 0, 1)]
    [InlineData("null", 0, 1)]
    public void Read_takes_a_scaling_exactly(string scaling, double center, double deviation)
    {
        var package = Read(MlmItems.Item(1, 3).With(JsonNode.Parse(scaling), [.. Input, "value_scaling"]));
        var rule = DeclaredNormalization.Of(package.Definition, 1, TensorElementType.Float).Bands[0];

        Assert.Equal((center, 1 / deviation, 0.0), (rule.Center, rule.Factor, rule.Bias));
    }

    [Fact]
    public void Read_keeps_the_scaling_of_named_bands_in_the_networks_order()
    {
        File.WriteAllBytes(Path.Combine(_folder, "network.onnx"), LayeredNetwork.UNet(3, 3, 1, 4, null));
        var item = MlmItems.Item(3, 3).With(new JsonArray("Red", "Green", "Blue"), [.. Input, "bands"])
            .With(JsonNode.Parse("""[{"type":"scale","value":2},{"type":"scale","value":4},{"type":null}]"""), [.. Input, "value_scaling"]);

        var definition = Read(item).Definition;
        BandInfo[] raster = [Band(1, "Blue"), Band(2, "Green"), Band(3, "Red")];
        var rule = NormalizationRules.Choose(definition, [raster[2], raster[1], raster[0]], 3, TensorElementType.Float, null, []);

        Assert.Equal(["Red", "Green", "Blue"], definition.ExtractBands.Select(band => band.Name));
        Assert.Equal([0.5, 0.25, 1], rule.Bands.Select(band => band.Factor));
    }

    [Fact]
    public void Read_takes_classes_name_and_size()
    {
        var item = MlmItems.Item(1, 3).With(new JsonArray(-1, 1, 128, 256), [.. Input, "input", "shape"]).With(8, "properties", "mlm:batch_size_suggestion");

        var definition = Read(item).Definition;

        Assert.Equal([(0, "Class 0", new RgbColor(0, 128, 255)), (1, "Class 1", new RgbColor(40, 128, 255)), (2, "Class 2", new RgbColor(80, 128, 255))],
            definition.Classes.Select(c => (c.Value, c.Name, c.Color)));
        Assert.Equal(("Water", "PyTorch", 128, 256, 8), (definition.ModelName, definition.Framework, definition.ImageHeight, definition.ImageWidth, definition.BatchSize));
    }

    [Theory]
    [InlineData("https://example.com/models/network.onnx?sig=secret")]
    [InlineData("/models/of/ann/network.onnx")]
    [InlineData("C:\\models\\network.onnx")]
    [InlineData("../network.onnx")]
    public void Read_takes_the_file_of_the_package_for_an_asset_elsewhere(string href) =>
        Assert.Equal(Path.Combine(_folder, "network.onnx"), Read(MlmItems.Item(1, 3).With(href, "assets", "weights", "href")).NetworkPath);

    [Theory]
    [MemberData(nameof(Faults))]
    public void Read_of_an_item_that_cannot_be_taken_names_the_field(string path, string value, string expected)
    {
        object[] parts = [.. path.Split('/').Select(part => int.TryParse(part, out var place) ? (object)place : part)];
        var text = MlmItems.Item(1, 3).With("@", parts).ToJsonString().Replace("\"@\"", value, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "item.json"), text);

        Assert.Contains(expected, Assert.Throws<ModelPackageException>(() => ModelPackageReader.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_a_scaling_for_a_network_of_integers_is_refused()
    {
        File.WriteAllBytes(Path.Combine(_folder, "network.onnx"), new OnnxModelBuilder().Input("input", OnnxType.UInt8, "n", 1, "h", "w")
            .Output("output", OnnxType.UInt8, "n", 1, "h", "w").Node("Identity", ["input"], "output").Build());
        var item = MlmItems.Item(1, 3).With(JsonNode.Parse("""[{"type":"scale","value":255}]"""), [.. Input, "value_scaling"]);

        Assert.Contains("value_scaling scales values, but the network takes uint8", Refusal(item), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_warns_of_what_is_not_run()
    {
        var item = MlmItems.Item(1, 3).With(new JsonObject { ["format"] = "python", ["expression"] = "softmax" }, [.. Output, "post_processing_function"])
            .With("pad", [.. Input, "resize_type"]).With(new JsonArray("classification"), "properties", "mlm:tasks")
            .With(new JsonArray("https://stac-extensions.github.io/mlm/v1.4.0/schema.json"), "stac_extensions").With("uint8", [.. Input, "input", "data_type"]);

        var warnings = string.Join('\n', Read(item).Warnings);

        foreach (var expected in new[] { "post_processing_function", "resize_type", "mlm:tasks", "MLM 1.4", "data_type of the MLM item is uint8" })
        {
            Assert.Contains(expected, warnings, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_of_two_items_is_refused_and_other_JSON_is_left_aside()
    {
        File.WriteAllText(Path.Combine(_folder, "notes.json"), """{"author":"Ann"}""");
        Assert.Equal("Water", Read(MlmItems.Item(1, 3)).Definition.ModelName);

        File.WriteAllText(Path.Combine(_folder, "second.json"), MlmItems.Item(1, 3).ToJsonString());
        Assert.Contains("2 STAC items", Assert.Throws<ModelPackageException>(() => ModelPackageReader.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_items_that_are_deep_large_or_many_is_refused()
    {
        var item = Path.Combine(_folder, "item.json");
        File.WriteAllText(item, "{\"mlm:input\":" + new string('[', 100_000));
        Assert.Contains("nested more than", Assert.Throws<ModelPackageException>(() => ModelPackageReader.Read(_folder)).Message, StringComparison.Ordinal);

        File.WriteAllText(item, "{\"mlm:input\":\"" + new string('x', 2000) + "\"}");
        Assert.Contains("more than 1000", Assert.Throws<ModelPackageException>(
            () => ModelPackageReader.Read(_folder, new ModelPackageLimits { MaxDefinitionBytes = 1000 })).Message, StringComparison.Ordinal);

        for (var i = 0; i < 65; i++)
        {
            File.WriteAllText(Path.Combine(_folder, $"{i}.json"), "{}");
        }

        Assert.Contains("66 JSON files", Assert.Throws<ModelPackageException>(() => ModelPackageReader.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_definition_goes_before_an_item()
    {
        File.WriteAllText(Path.Combine(_folder, "model.emd"), TestPackages.Definition(TestPackages.NumberedClasses(3), ("ModelName", "Mine")).ToJsonString());

        Assert.Equal("Mine", Read(MlmItems.Item(1, 3)).Definition.ModelName);
    }

    private static BandInfo Band(int number, string name) => new(number, PixelType.U8, null, name, "Undefined", 1, 0, 1, 1, null);

    private string Refusal(JsonObject item) => Assert.Throws<ModelPackageException>(() => Read(item)).Message;

    private ModelPackage Read(JsonObject item)
    {
        File.WriteAllText(Path.Combine(_folder, "item.json"), item.ToJsonString(), new UTF8Encoding(false));
        return ModelPackageReader.Read(_folder);
    }
}
