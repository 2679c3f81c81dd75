using System.Globalization;
using System.Text.RegularExpressions;
using RasterAnalysis.Core.Tests.Detection;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Tensors;
using RasterAnalysis.Tiling;
using RasterAnalysis.Tools.DetectObjects;

namespace RasterAnalysis.Core.Tests.Tools.DetectObjects;

public sealed class DetectionTilingTests
{
    private static readonly ModelDefinition Definition = Detectors.Definition(2);

    [Theory]
    [InlineData(256, 60, 64)]
    [InlineData(640, 60, 64)]
    [InlineData(640, 160, 160)]
    [InlineData(256, 100, 64)]
    public void Tiles_overlap_by_the_largest_object_on_each_side_while_a_quarter_is_kept_and_by_half_of_it_else(int tile, int size, int padding)
    {
        var (tiling, largest) = Plan(tile, Some("max_object_size", size));

        Assert.Equal((tile, tile, padding, size), (tiling.TileWidth, tiling.TileHeight, tiling.Padding, largest));
        Assert.True(2 * tiling.Padding >= size, "an object whose centre lies on a core's edge is whole in the tile");
        Assert.Equal(0, tiling.Padding % tiling.Stride);
    }

    [Fact]
    public void A_quarter_of_the_image_is_the_largest_object_unless_the_job_says_it() => Assert.Equal(64, Plan(256).MaxObjectSize);

    [Fact]
    public void Padding_of_less_than_half_of_an_object_is_taken_with_a_warning()
    {
        var warnings = new List<string>();
        var (tiling, _) = Plan(256, Some("max_object_size", 60), Padding(8), warnings);

        Assert.Equal(32, tiling.Padding);
        Assert.StartsWith("padding 8 is less than half of the largest object (60 pixels, max_object_size)", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_that_leave_nothing_of_a_tile_are_refused_with_the_largest_that_fits()
    {
        var refused = Assert.Throws<InvalidRequestException>(() => Plan(256, Some("max_object_size", 500)));
        var most = int.Parse(Regex.Match(refused.Message, @"of at most (\d+)").Groups[1].Value, CultureInfo.InvariantCulture);

        Assert.Equal("modelArguments.max_object_size", Assert.Single(refused.Errors).Field);
        Assert.Equal(most, Plan(256, Some("max_object_size", most)).MaxObjectSize);
        Assert.Throws<InvalidRequestException>(() => Plan(256, Some("max_object_size", most + 2)));
    }

    [Fact]
    public void Padding_that_leaves_nothing_of_a_tile_is_refused_by_its_own_name() =>
        Assert.Equal("modelArguments.padding", Assert.Single(Assert.Throws<InvalidRequestException>(() => Plan(256, Some("max_object_size", 60), Padding(127))).Errors).Field);

    [Theory]
    [InlineData("max_object_size", "0")]
    [InlineData("max_object_size", "1.5")]
    [InlineData("max_object_size", "16385")]
    [InlineData("max_object_size", "large")]
    [InlineData("nms_overlap", "-0.1")]
    [InlineData("nms_overlap", "1.01")]
    [InlineData("NMS_OVERLAP", "NaN")]
    public void An_argument_that_is_out_of_range_is_refused_by_its_name(string name, string value)
    {
        var errors = new List<RequestError>();
        DetectionArguments.Parse(new Dictionary<string, string> { [name] = value }, errors);

        var error = Assert.Single(errors);
        Assert.Equal($"modelArguments.{name.ToLowerInvariant()}", error.Field);
        Assert.StartsWith($"'{value}' must be", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Blank_arguments_are_not_given_and_names_may_be_in_any_case()
    {
        var errors = new List<RequestError>();
        var read = DetectionArguments.Parse(new Dictionary<string, string> { ["Max_Object_Size"] = " 40 ", ["nms_overlap"] = " " }, errors);

        Assert.Empty(errors);
        Assert.Equal((40, null), (read.MaxObjectSize, read.NmsOverlap));
    }

    private static (TilingPlan Tiling, int MaxObjectSize) Plan(int tile, DetectionArguments? own = null, ModelArguments? arguments = null, List<string>? warnings = null)
    {
        var network = new NetworkProfile(
            "images", TensorElementType.Float, TensorLayout.Nchw, 3, null, tile, tile, "output0", OutputKind.Scores, TensorLayout.Nchw, 6, 0);
        var layout = Detectors.Choose(Definition, [1, 3, tile, tile], Detectors.Tensor("output0", 1, 6, 84));
        return DetectionTiling.Plan(Definition, network, layout, arguments ?? new ModelArguments(), own ?? new DetectionArguments(), warnings ?? []);
    }

    private static DetectionArguments Some(string name, int value) => DetectionArguments.Parse(new Dictionary<string, string> { [name] = $"{value}" }, new List<RequestError>());

    private static ModelArguments Padding(int pixels) => new() { Padding = pixels };
}
