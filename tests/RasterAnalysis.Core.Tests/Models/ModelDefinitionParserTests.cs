using RasterAnalysis.Models;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Core.Tests.Models;

public sealed class ModelDefinitionParserTests
{
    [Fact]
    public void Parse_understands_every_key_of_the_reference()
    {
        var definition = ModelDefinitionParser.Parse(
            """
            {
                "Framework": "arcgis.learn.models._unet", "ModelConfiguration": "_unet", "ModelName": "Unet", "ModelType": "ImageClassification",
                "ModelFile": "sub\\network.onnx", "InferenceFunction": "f.py", "Description": "Land cover",
                "ImageHeight": 256, "ImageWidth": "512", "ModelPadding": 0, "BatchSize": 4.0, "ModelFormat": "nhwc",
                "ExtractBands": [3, "Red", 0], "DataRange": [0, 1.5], "ignore_mapped_class": [0, 2],
                "NormalizationStats": {"band_min_values": [1, 2], "band_max_values": [3, 4]},
                "Classes": [{"Value": 3, "Name": "Water", "Color": [1, 2, 3]}, {"ClassValue": "5", "ClassName": "Wald", "Color": [-1, -1, -1]}],
                "SomethingElse": {"kept": true}
            }
            """,
            "model.emd");

        Assert.True(definition.IsArcGisLearn);
        Assert.Equal(("Unet", "Land cover", "sub/network.onnx", "f.py"), (definition.ModelName, definition.Description, definition.ModelFile, definition.InferenceFunction));
        Assert.Equal((256, 512, 0, 4), (definition.ImageHeight, definition.ImageWidth, definition.ModelPadding, definition.BatchSize));
        Assert.Equal(TensorLayout.Nhwc, definition.Layout);
        Assert.Equal([new BandSelector(3, null), new BandSelector(null, "Red"), new BandSelector(0, null)], definition.ExtractBands);
        Assert.Equal(new ValueRange(0, 1.5), definition.DataRange);
        Assert.Equal([0, 2], definition.IgnoredChannels);
        Assert.Equal([1, 2], definition.NormalizationStats!.BandMin!);
        Assert.Equal([(3, "Water"), (5, "Wald")], definition.Classes.Select(c => (c.Value, c.Name)));
        Assert.Equal(new RgbColor(1, 2, 3), definition.Classes[0].Color);
        Assert.True(definition.Document["SomethingElse"]!["kept"]!.GetValue<bool>());
        Assert.Empty(definition.Warnings);
    }

    [Fact]
    public void Parse_takes_loose_JSON()
    {
        var definition = ModelDefinitionParser.Parse(
            "\uFEFF{ // made by hand\n 'ModelType': 'ImageClassification', modelfile: \"a.onnx\", /* no size */ \"MinCellSize\": NaN,\n"
            + " \"Classes\": [{\"Value\": 1, \"Name\": \"A\", \"Color\": None,},], }",
            "model.emd");

        Assert.Equal("a.onnx", definition.ModelFile);
        Assert.Contains(definition.Warnings, warning => warning.Contains("modelfile", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[]", "root must be a JSON object")]
    [InlineData("{", "line 1, column 2")]
    [InlineData("{\"ModelType\":\"ImageClassification\"}", "Classes is missing")]
    [InlineData("{\"Classes\":[{\"Value\":1}]}", "ModelType is missing")]
    [InlineData("{\"ModelType\":\"CycleGAN\",\"Classes\":[{\"Value\":1}]}", "CycleGAN")]
    [InlineData("{\"ModelType\":\"ImageClassification\",\"Classes\":[{\"Value\":1},{\"Value\":1}]}", "Value 1 more than once")]
    [InlineData("{\"ModelType\":\"ImageClassification\",\"Classes\":[{\"Value\":1.5}]}", "Classes[0].Value")]
    [InlineData("{\"ModelType\":\"ImageClassification\",\"Classes\":[{\"Value\":99999999999}]}", "32 bits")]
    [InlineData("{\"ModelType\":\"ImageClassification\",\"Classes\":[7]}", "Classes[0]")]
    [InlineData("{\"ModelType\":\"ImageClassification\",\"Classes\":[{\"Value\":1}],\"ImageHeight\":-5}", "ImageHeight")]
    [InlineData("{\"ModelType\":\"ImageClassification\",\"Classes\":[{\"Value\":1}],\"DataRange\":[1,0]}", "DataRange")]
    [InlineData("{\"ModelType\":\"ImageClassification\",\"Classes\":[{\"Value\":1}],\"ExtractBands\":[-1]}", "ExtractBands[0]")]
    [InlineData("{\"ModelType\":\"ImageClassification\",\"Classes\":[{\"Value\":1}],\"NormalizationStats\":{\"band_min_values\":[\"a\"]}}", "band_min_values")]
    public void Parse_says_what_is_wrong(string text, string expected)
    {
        var exception = Assert.Throws<ModelPackageException>(() => ModelDefinitionParser.Parse(text, "model.emd"));

        Assert.Contains("model.emd", exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }
}
