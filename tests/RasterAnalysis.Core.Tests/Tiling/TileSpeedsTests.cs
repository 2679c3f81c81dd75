using CsCheck;
using RasterAnalysis.Core.Tests.Fakes;
using RasterAnalysis.Inference;
using RasterAnalysis.Locality;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Core.Tests.Tiling;

/// <summary>Tiles by measured speed: never slower by what was measured, and no pixel another one.</summary>
public sealed class TileSpeedsTests
{
    private const long Memory = 1L << 30;
    private static readonly RasterSize Scene = new(10_000, 8_000);
    private static readonly ModelDefinition Definition = Some.Definition([0, 1]);

    [Theory]
    [InlineData(100, 2)]
    [InlineData(256, 2)]
    [InlineData(384, 3)]
    [InlineData(512, 4)]
    [InlineData(768, 3)]
    [InlineData(1024, 2)]
    [InlineData(2000, 2)]
    public void Between_measured_sizes_speed_is_on_a_straight_line(int side, double expected) => Assert.Equal(
        expected, new TileSpeeds([new TileSpeed(256, 2), new TileSpeed(512, 4), new TileSpeed(1024, 2)]).SecondsPerMegapixel(side));

    [Fact]
    public void Small_tiles_are_taken_where_they_are_much_quicker()
    {
        var network = Network(stride: 1, radius: 3);
        var speeds = new TileSpeeds([new TileSpeed(256, 0.1), new TileSpeed(512, 0.2), new TileSpeed(2048, 0.2)]);

        Assert.True(Plan(network).TileWidth > 1000);
        Assert.InRange(Plan(network, speeds).TileWidth, 100, 300);
    }

    [Fact]
    public void The_usual_tile_stays_where_others_gain_little()
    {
        var network = Network(stride: 1, radius: 3);

        Assert.Equal(Plan(network), Plan(network, new TileSpeeds([new TileSpeed(256, 0.196), new TileSpeed(2048, 0.2)])));
    }

    [Fact]
    public void Measured_tiles_are_never_slower_than_the_usual_ones() => Gen.Select(
        Gen.Int[0, 5], Gen.Int[0, 120], Gen.Int[200, 20_000], Gen.Int[200, 20_000], Gen.Double[0.01, 1].Array[4]).Sample(
        (power, radius, width, height, seconds) =>
        {
            var (network, output) = (Network(1 << power, radius), new RasterSize(width, height));
            var speeds = new TileSpeeds([.. new[] { 256, 512, 1024, 2048 }.Zip(seconds, (side, time) => new TileSpeed(side, time))]);
            var (usual, chosen) = (Plan(network, null, output), Plan(network, speeds, output));

            Assert.True(Seconds(chosen, output, speeds) <= Seconds(usual, output, speeds) * 1.0001, $"{usual} {chosen}");
            Assert.Equal((usual.Padding, usual.Stride), (chosen.Padding, chosen.Stride));
        },
        iter: 300);

    [Fact]
    public void There_is_a_choice_only_where_no_pixel_depends_on_it()
    {
        static int Choices(NetworkProfile network, ModelArguments? arguments = null) =>
            TilePlanner.Choices(Definition, network, arguments ?? ModelArguments.None, Scene, Memory).Count;

        Assert.Equal(4, Choices(Network(stride: 1, radius: 3)));
        Assert.Equal(4, Choices(Network(stride: 1, radius: 3), new ModelArguments { Padding = 3 }));
        Assert.Equal(0, Choices(Network(stride: 1, radius: 3), new ModelArguments { Padding = 2 }));
        Assert.Equal(0, Choices(Network(stride: 1, radius: 3), new ModelArguments { TileSize = 512 }));
        Assert.Equal(0, Choices(Network(stride: 1, radius: 3) with { FixedWidth = 256, FixedHeight = 256 }));
        Assert.Equal(0, Choices(Some.Profile(2)));
    }

    [Fact]
    public void Choices_are_only_what_padding_leaves_something_of()
    {
        var choices = TilePlanner.Choices(Definition, Network(stride: 16, radius: 107), ModelArguments.None, Scene, Memory);

        Assert.Equal(2, choices.Count);
        Assert.Equal(1024, choices[0].TileWidth);
        Assert.Equal(Plan(Network(stride: 16, radius: 107)), choices[1]);
    }

    [Fact]
    public void Measuring_is_worthwhile_for_jobs_of_twenty_times_as_many_pixels()
    {
        TilingPlan[] choices = [new(512, 512, 0, 1, 4), new(1024, 1024, 0, 1, 1)]; // a megapixel each, twice

        Assert.False(TileSpeedProbe.IsWorthwhile(choices, new RasterSize(9_000, 9_000)));
        Assert.True(TileSpeedProbe.IsWorthwhile(choices, new RasterSize(9_200, 9_200)));
        Assert.False(TileSpeedProbe.IsWorthwhile([choices[0]], Scene));
    }

    [Fact]
    public void The_second_run_of_each_size_is_what_counts()
    {
        var clock = new StepClock();

        // one second a run for each thousand columns, and the first run of a size five more
        var seen = new HashSet<int>();
        using var session = new FormulaNetwork(2, 0, (_, _, _, _) => 0) { OnRun = dimensions => clock.Advance((dimensions[3] / 1000.0) + (seen.Add(dimensions[3]) ? 5 : 0)) };
        var speeds = TileSpeedProbe.Measure([new(200, 200, 0, 1, 1), new(100, 100, 0, 1, 2)], Network(stride: 1, radius: 0), session, clock);

        Assert.Equal([100, 200], speeds.Measured.Select(speed => speed.Side));
        Assert.Equal(0.1 / 0.02, speeds.Measured[0].SecondsPerMegapixel, 6);
        Assert.Equal(0.2 / 0.04, speeds.Measured[1].SecondsPerMegapixel, 6);
    }

    private static TilingPlan Plan(NetworkProfile network, TileSpeeds? speeds = null, RasterSize? output = null) =>
        TilePlanner.Plan(Definition, network, ModelArguments.None, output ?? Scene, Memory, [], speeds);

    // counted without the planner: tiles from the first multiple of the stride on, and what a tile costs beyond its pixels
    private static double Seconds(TilingPlan plan, RasterSize output, TileSpeeds speeds)
    {
        var across = Math.Ceiling((output.Width + plan.Stride - 1.0) / plan.CoreWidth);
        var down = Math.Ceiling((output.Height + plan.Stride - 1.0) / plan.CoreHeight);
        return across * down * (((double)plan.TileWidth * plan.TileHeight) + (160 * 160)) * speeds.SecondsPerMegapixel(plan.TileWidth);
    }

    private static NetworkProfile Network(int stride, int radius) => Some.Profile(2) with { Locality = new NetworkLocality(stride, radius, [], 100) };

    private sealed class StepClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => _now;

        public void Advance(double seconds) => _now += (long)Math.Round(seconds * TimestampFrequency);
    }
}
