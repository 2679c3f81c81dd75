using RasterAnalysis.Models;

namespace RasterAnalysis.Core.Tests.Models;

public sealed class ModelArgumentsTests
{
    [Fact]
    public void Parse_reads_texts_in_any_case()
    {
        var errors = new List<RequestError>();
        var arguments = ModelArguments.Parse(
            new Dictionary<string, string>
            {
                ["Padding"] = "56.0", ["batch_size"] = " 4 ", ["tile_size"] = "", ["predict_background"] = "False", ["threshold"] = "0.25",
                ["data_range"] = "none", ["test_time_augmentation"] = "True", ["merge_policy"] = "mean", ["exclude_pad_detections"] = "True",
            },
            errors);

        Assert.Empty(errors);
        Assert.Equal((56, 4, null, false, 0.25), (arguments.Padding, arguments.BatchSize, arguments.TileSize, arguments.PredictBackground, arguments.Threshold));
        Assert.Null(arguments.DataRange!.Value.Range);
        Assert.Equal(["exclude_pad_detections"], arguments.UnknownNames);
        Assert.Equal((true, MergePolicy.Mean), (arguments.TestTimeAugmentation, arguments.MergePolicy));
    }

    [Theory]
    [InlineData("padding", "-1")]
    [InlineData("padding", "1.5")]
    [InlineData("padding", "NaN")]
    [InlineData("batch_size", "0")]
    [InlineData("batch_size", "1e9")]
    [InlineData("tile_size", "big")]
    [InlineData("predict_background", "perhaps")]
    [InlineData("threshold", "1.01")]
    [InlineData("threshold", "NaN")]
    [InlineData("data_range", "1,0")]
    [InlineData("merge_policy", "median")]
    [InlineData("test_time_augmentation", "sometimes")]
    [InlineData("return_probability_raster", "2")]
    public void Parse_names_the_argument_and_the_value(string name, string value)
    {
        var errors = new List<RequestError>();

        ModelArguments.Parse(new Dictionary<string, string> { [name] = value }, errors);

        var error = Assert.Single(errors);
        Assert.Equal($"modelArguments.{name}", error.Field);
        Assert.Contains(value, error.Message, StringComparison.Ordinal);
    }
}
