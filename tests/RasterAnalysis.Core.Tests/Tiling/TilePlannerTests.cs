using CsCheck;
using RasterAnalysis.Inference;
using RasterAnalysis.Locality;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Core.Tests.Tiling;

/// <summary>Tiles follow from what the network's pixels depend on (<c>docs/reference/model-packages.md#arguments</c>).</summary>
public sealed class TilePlannerTests
{
    private const long Memory = 1L << 30;
    private static readonly RasterSize Scene = new(10_000, 8_000);
    private readonly List<string> _warnings = [];

    [Fact]
    public void A_local_network_of_any_size_gets_the_radius_rounded_up_to_the_stride_and_a_tile_that_fits_the_memory()
    {
        var plan = Plan(Network(stride: 16, radius: 107, bytesPerPixel: 800));

        Assert.Equal((112, 16, 1), (plan.Padding, plan.Stride, plan.BatchSize));
        Assert.True(plan.TileWidth % 16 == 0 && plan.TileWidth * (long)plan.TileHeight * 800 <= Memory, $"{plan}");
        Assert.True((double)plan.TileWidth * plan.TileHeight / (plan.CoreWidth * plan.CoreHeight) <= 2, $"{plan}");
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_small_raster_gets_one_tile_no_larger_than_it_needs()
    {
        var plan = Plan(Network(stride: 8, radius: 51, bytesPerPixel: 200), output: new RasterSize(349, 352));

        Assert.Equal((56, 472), (plan.Padding, plan.TileWidth));
    }

    [Theory]
    [InlineData(10_000, 8_000, 1024)] // ten by eight of either 1000 or 1024
    [InlineData(8_192, 8_192, 1024)]
    [InlineData(1_100, 1_100, 550)] // four of 1024 would be three times the pixels
    [InlineData(300, 300, 300)]
    public void Tiles_without_padding_are_whole_blocks_where_that_is_not_many_more_pixels(int width, int height, int tile) =>
        Assert.Equal(tile, Plan(Network(stride: 1, radius: 0), output: new RasterSize(width, height)).TileWidth);

    [Theory]
    [InlineData(512, 112)] // 512 over a core of 288: each pixel 3.2 times through the network, so the quarter or less
    [InlineData(1024, 112)]
    [InlineData(256, 64)]
    public void A_network_of_one_size_gets_the_radius_where_it_is_cheap_and_at_most_a_quarter_elsewhere(int tile, int padding) =>
        Assert.Equal(padding, Plan(Network(stride: 16, radius: 107, size: tile)).Padding);

    [Fact]
    public void A_network_that_is_not_local_gets_the_definitions_tile_and_at_most_a_quarter()
    {
        var plan = Plan(Network(stride: 16, radius: 107, breaks: true), definition: ("ImageHeight", 256), second: ("ImageWidth", 256));

        Assert.Equal((256, 64, 16), (plan.TileWidth, plan.Padding, plan.Stride));
    }

    [Fact]
    public void A_network_whose_graph_is_not_known_gets_a_quarter() => Assert.Equal(
        (256, 64, 32), (Plan(Some.Profile(2, size: 256)) is var plan ? plan.TileWidth : 0, plan.Padding, plan.Stride));

    [Fact]
    public void Padding_off_the_stride_is_rounded_up_and_said()
    {
        Assert.Equal(112, Plan(Network(stride: 16, radius: 107), new ModelArguments { Padding = 105 }).Padding);
        Assert.Contains("105", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tile_off_the_stride_is_rounded_up_and_said_and_stays_exact_whatever_it_costs()
    {
        var plan = Plan(Network(stride: 16, radius: 107), new ModelArguments { TileSize = 250 });

        Assert.Equal((256, 112, 32), (plan.TileWidth, plan.Padding, plan.CoreWidth));
        Assert.Equal(2, _warnings.Count);
    }

    [Fact]
    public void Tiles_that_change_each_others_results_run_alone()
    {
        var network = Network(stride: 1, radius: 0) with
        {
            Locality = new NetworkLocality(1, null, [new LocalityBreak("DynamicQuantizeLinear 'q'", "chooses its quantisation")], 4) { MixesTiles = true },
        };

        Assert.Equal(1, Plan(network, new ModelArguments { BatchSize = 16, TileSize = 64 }).BatchSize);
        Assert.Contains("batch_size 16 is not used", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(300, 1792, 112, 544)] // 300 and what begins off a stride, with padding on both sides
    [InlineData(300, 1792, null, 544)]
    [InlineData(300, 1792, 96, 1792)] // not exact: tiles stay as they were asked for
    [InlineData(300, 512, null, 512)]
    [InlineData(5000, 1792, null, 1792)]
    public void A_tile_larger_than_raster_and_padding_need_is_made_smaller_where_no_pixel_shows_it(int side, int tile, int? padding, int expected)
    {
        var plan = Plan(Network(stride: 16, radius: 107), new ModelArguments { TileSize = tile, Padding = padding }, output: new RasterSize(side, 200));

        Assert.Equal((expected, expected), (plan.TileWidth, plan.TileHeight));
    }

    [Fact]
    public void What_the_network_leaves_out_is_the_padding_when_the_definition_says_so()
    {
        Assert.Equal(64, Plan(Network(stride: 4, radius: 64, size: 256, crop: 64), new ModelArguments { Padding = 10 }, ("ModelPadding", 64)).Padding);
        Assert.Contains("padding 10 is not used", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_network_leaves_out_is_in_the_padding_when_the_definition_does_not_say_so()
    {
        var plan = Plan(Network(stride: 8, radius: 30, size: 512, crop: 14));

        Assert.Equal((30, 8), (plan.Padding, plan.Stride)); // 14, and 16 to reach the radius of 30
        Assert.Equal(0, plan.CoreWidth % 8);
    }

    [Fact]
    public void Padding_of_half_the_tile_or_more_is_refused()
    {
        var fault = Assert.Throws<InvalidRequestException>(() => Plan(Network(stride: 1, radius: 1, size: 64), new ModelArguments { Padding = 32 }));

        Assert.Equal("modelArguments.padding", Assert.Single(fault.Errors).Field);
    }

    [Fact]
    public void Every_plan_keeps_something_of_each_tile_at_multiples_of_its_stride() => Gen.Select(
        Gen.Int[0, 5], Gen.Int[0, 300], Gen.Int[0, 40], Gen.OneOf(Gen.Const(0), Gen.Int[16, 700]), Gen.OneOf(Gen.Const(0), Gen.Int[1, 900]), Gen.Int[-1, 400], Gen.Int[1, 3000]).Sample(
        (power, radius, crop, size, tile, padding, side) =>
        {
            var network = Network(1 << power, radius, size: size == 0 ? null : Math.Max(size, (4 * crop) + 64), crop: crop, bytesPerPixel: 300);
            var arguments = new ModelArguments { TileSize = tile == 0 ? null : tile, Padding = padding < 0 ? null : padding };
            TilingPlan plan;
            try
            {
                plan = Plan(network, arguments, output: new RasterSize(side, side));
            }
            catch (InvalidRequestException)
            {
                Assert.True(padding >= 0 || tile > 0);
                return;
            }

            Assert.True(plan.CoreWidth > 0 && plan.CoreWidth % plan.Stride == 0, $"{plan}");
            Assert.True(plan.Padding >= crop && 2 * plan.Padding < plan.TileWidth, $"{plan}");
            Assert.True(plan.BatchSize >= 1);
        },
        iter: 3000, threads: 1);

    private TilingPlan Plan(
        NetworkProfile network, ModelArguments? arguments = null, (string, System.Text.Json.Nodes.JsonNode?)? definition = null,
        (string, System.Text.Json.Nodes.JsonNode?)? second = null, RasterSize? output = null)
    {
        (string, System.Text.Json.Nodes.JsonNode?)[] keys = [.. new[] { definition, second }.OfType<(string, System.Text.Json.Nodes.JsonNode?)>()];
        return TilePlanner.Plan(Some.Definition([0, 1], keys), network, arguments ?? ModelArguments.None, output ?? Scene, Memory, _warnings);
    }

    private static NetworkProfile Network(int stride, int? radius, double bytesPerPixel = 100, int? size = null, int crop = 0, bool breaks = false) =>
        Some.Profile(2, size: size, crop: crop) with
        {
            Locality = new NetworkLocality(stride, radius, breaks ? [new LocalityBreak("InstanceNormalization 'n'", "takes a mean")] : [], bytesPerPixel),
        };
}
