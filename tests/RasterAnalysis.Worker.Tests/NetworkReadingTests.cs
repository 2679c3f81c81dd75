using System.Text.Json.Nodes;
using RasterAnalysis.Models;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Worker.Tests;

/// <summary>Outputs laid out in unusual ways, and sizes that are declared free and are not: the pixels are those of plain arithmetic.</summary>
public sealed class NetworkReadingTests : IDisposable
{
    private const int Width = 101;
    private const int Height = 83;
    private const int Classes = 5;

    private readonly LocalJob _job = new();

    public void Dispose() => _job.Dispose();

    /// <summary>Networks whose class is the value of the band.</summary>
    public static TheoryData<string, byte[]> Copying => new()
    {
        { "scores without a batch", Scores("c", "h", "w").Constant("axis", [1], 0L).Node("Squeeze", ["scores", "axis"], "output").Build() },
        { "scores with an axis of one", Scores("n", 1, Classes, "h", "w").Constant("axis", [1], 1L).Node("Unsqueeze", ["scores", "axis"], "output").Build() },
        { "pixels along one axis, channels last", Flat(channelsLast: true) },
        { "pixels along one axis, channels first", Flat(channelsLast: false) },
        { "pixels of all tiles along one axis", Scores("p", Classes).Constant("shape", [2], -1L, Classes).Node("Transpose", ["scores"], "last", ("perm", new long[] { 0, 2, 3, 1 })).Node("Reshape", ["last", "shape"], "output").Build() },
        { "class ids as Float32", Ids(OnnxType.Float) },
        { "class ids as Float16", Ids(OnnxType.Float16) },
        { "class ids as Double", Ids(OnnxType.Double) },
        { "class ids as UInt32", Ids(OnnxType.UInt32) },
        { "UInt32 in", Copy(OnnxType.UInt32, OnnxType.Float, "n", Classes, "h", "w").Node("Identity", ["scores"], "output").Build() },
        { "a batch of one written inside", Scores("n", Classes, "h", "w").Constant("shape", [4], 1L, Classes, 64, 64).Node("Reshape", ["scores", "shape"], "output").Build() },
        { "a batch of three written inside", Scores("n", Classes, "h", "w").Constant("shape", [4], 3L, Classes, 64, 64).Node("Reshape", ["scores", "shape"], "output").Build() },
    };

    [Theory]
    [MemberData(nameof(Copying))]
    public void A_network_that_copies_its_band_gives_the_band(string shape, byte[] network)
    {
        var definition = Definition();
        definition["BatchSize"] = 3;

        var output = _job.Classify(Raster(), definition, network);

        Pixels.AssertEvery(output, Width, Height, (row, column) => Value(row, column), shape);
    }

    [Theory]
    [InlineData(OnnxType.Bool, 1f, 1)]
    [InlineData(OnnxType.UInt8, 255f, 1)]
    [InlineData(OnnxType.Int64, 1f, 1)]
    [InlineData(OnnxType.Int64, 7f, 7)]
    [InlineData(OnnxType.UInt8, 255f, 7)]
    [InlineData(OnnxType.Float, 1f, 7)]
    public void A_mask_is_the_class_or_the_background(OnnxType type, float yes, int value)
    {
        var network = new OnnxModelBuilder().Input("input", OnnxType.Float, "n", 1, "h", "w").Output("output", type, "n", 1, "h", "w")
            .Constant("threshold", [], 2f).Constant("yes", [], yes)
            .Node("Greater", ["input", "threshold"], "is").Node("Cast", ["is"], "float", ("to", (long)OnnxType.Float)).Node("Mul", ["float", "yes"], "mask")
            .Node("Cast", ["mask"], "output", ("to", (long)type)).Build();

        var output = _job.Classify(Raster(), TestPackages.Definition([(value, "Building", [255, 0, 0])]), network);

        Pixels.AssertEvery(output, Width, Height, (row, column) => Value(row, column) > 2 ? value : 0, $"{type}");
        Assert.Equal(0, _job.InvalidScores);
    }

    [Theory]
    [InlineData(new[] { 1, 2, 3, 4, 5 }, new[] { 1, 2, 3, 4, 5 })]
    [InlineData(new[] { 11, 41, 7, 90, 3 }, new[] { 11, 41, 7, 90, 3 })]
    [InlineData(new[] { 11, 41, 7, 90 }, new[] { 0, 11, 41, 7, 90 })]
    public void Ids_that_number_channels_stand_for_the_classes_in_their_order(int[] values, int[] expected)
    {
        var classes = values.Select((value, i) => ((long)value, $"Class {i}", new[] { i, i, i }));

        var output = _job.Classify(Raster(), TestPackages.Definition(classes), Ids(OnnxType.Int64));

        Pixels.AssertEvery(output, Width, Height, (row, column) => expected[Value(row, column)], string.Join(' ', values));
        Assert.Equal(0, _job.InvalidScores);
    }

    [Fact]
    public void A_mask_of_other_numbers_is_no_class()
    {
        var network = new OnnxModelBuilder().Input("input", OnnxType.Float, "n", 1, "h", "w").Output("output", OnnxType.Int64, "n", 1, "h", "w")
            .Node("Cast", ["input"], "output", ("to", (long)OnnxType.Int64)).Build();

        var output = _job.Classify(Raster(), TestPackages.Definition([(1, "Building", [255, 0, 0])]), network);

        Pixels.AssertEvery(output, Width, Height, (row, column) => Value(row, column) is <= 1 and var value ? value : 255, "0 and 1 are the mask");
    }

    [Fact]
    public void One_score_for_several_classes_is_refused_for_what_it_is()
    {
        var network = new OnnxModelBuilder().Input("input", OnnxType.Float, "n", 1, "h", "w").Output("output", OnnxType.Float, "n", 1, "h", "w")
            .Node("Sigmoid", ["input"], "output").Build();

        var fault = Assert.Throws<ModelPackageException>(() => _job.Classify(Raster(), Definition(), network));

        Assert.Contains("are no class numbers", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Networks of a free size into which 64 rows and columns are written, and what the definition says of it.</summary>
    public static TheoryData<string, byte[], int> OfOneSize => new()
    {
        { "a reshape at the end, said rightly", Reshaped(), 64 },
        { "a reshape at the end, said wrongly", Reshaped(), 48 },
        { "a reshape at the end, said wrongly, larger", Reshaped(), 256 },
        { "a resize to one size at the end", Resized(ofInput: false), 64 },
        { "a resize to one size at the end, said wrongly", Resized(ofInput: false), 40 },
        { "a resize to half of one size, and back to the input's", Resized(ofInput: true), 64 },
    };

    [Theory]
    [MemberData(nameof(OfOneSize))]
    public void A_size_that_is_written_inside_is_the_tiles_size(string what, byte[] network, int said)
    {
        var definition = Definition();
        (definition["ImageHeight"], definition["ImageWidth"]) = (said, said);

        // smaller than the tile, and larger; what the job asks for is not taken
        foreach (var (width, height) in new[] { (30, 40), (Width, Height) })
        {
            var raster = TiffFile.Byte(width, height, 1, (_, row, column) => (byte)Blocky(row, column));
            var output = _job.Classify(raster, definition, network, new Dictionary<string, string> { ["tile_size"] = "96" });

            Pixels.AssertEvery(output, width, height, (row, column) => Blocky(row, column), what);
            Assert.Equal((64, 64), (_job.Plan!.Network.FixedHeight, _job.Plan.Network.FixedWidth));
            Assert.Contains(_job.Messages, message => message.Text.Contains("tiles of 64×64 pixels only", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Free_sizes_stay_free()
    {
        _job.Classify(Raster(), Definition(), Scores("n", Classes, "h", "w").Node("Identity", ["scores"], "output").Build());

        Assert.Equal((null, null, null), (_job.Plan!.Network.FixedHeight, _job.Plan.Network.FixedWidth, _job.Plan.Network.FixedBatch));
    }

    [Fact]
    public void Tiles_that_change_each_other_run_one_by_one()
    {
        // the batch is folded into the channels, so that a second tile is another one's channels
        var network = Scores("n", Classes, "h", "w").Constant("folded", [4], 1L, -1L, 64, 64).Constant("back", [4], -1L, Classes, 64, 64).Constant("one", [1], 1L)
            .Node("Reshape", ["scores", "folded"], "together").Node("ReduceMax", ["together"], "highest", ("axes", new long[] { 1 }), ("keepdims", 1L))
            .Node("Reshape", ["together", "back"], "apart").Node("Sub", ["apart", "highest"], "output").Build();

        var output = _job.Classify(Raster(), Definition(), network, new Dictionary<string, string> { ["batch_size"] = "4" });

        Pixels.AssertEvery(output, Width, Height, (row, column) => Value(row, column), "tiles alone");
        Assert.Equal(1, _job.Plan!.Network.FixedBatch);
    }

    [Fact]
    public void A_network_that_runs_at_no_size_is_refused_with_what_ONNX_Runtime_says()
    {
        // no tile has 7 rows for each band
        var network = Scores("n", Classes, "h", "w").Constant("shape", [4], 1L, 7L, 11L, 13L).Node("Reshape", ["scores", "shape"], "output").Build();

        var fault = Assert.Throws<ModelPackageException>(() => _job.Classify(Raster(), Definition(), network));

        Assert.Contains("cannot be run on 1 tile of 64×64 pixels", fault.Message, StringComparison.Ordinal);
        Assert.Contains("ImageWidth", fault.Message, StringComparison.Ordinal);
    }

    private static byte[] Raster() => TiffFile.Byte(Width, Height, 1, (_, row, column) => (byte)Value(row, column));

    private static JsonObject Definition() => TestPackages.Definition(TestPackages.NumberedClasses(Classes));

    private static int Value(int row, int column) => (int)(((uint)((row * 7919) ^ (column * 104729)) * 2654435761u) >> 20) % Classes;

    /// <summary>The same in blocks of 4 pixels, which halving and doubling leaves as they are.</summary>
    private static int Blocky(int row, int column) => Value(row / 4, column / 4);

    private static OnnxModelBuilder Copy(OnnxType input, OnnxType output, params object?[] shape) => new OnnxModelBuilder()
        .Input("input", input, "n", 1, "h", "w").Output("output", output, shape)
        .Constant("weight", [Classes, 1, 1, 1], [.. Enumerable.Range(0, Classes).Select(k => 2f * k)])
        .Constant("bias", [Classes], [.. Enumerable.Range(0, Classes).Select(k => -(float)k * k)])
        .Node("Cast", ["input"], "float", ("to", (long)OnnxType.Float)).Node("Conv", ["float", "weight", "bias"], "scores");

    private static OnnxModelBuilder Scores(params object?[] shape) => Copy(OnnxType.Float, OnnxType.Float, shape);

    private static byte[] Flat(bool channelsLast)
    {
        var builder = Scores(channelsLast ? ["n", "p", Classes] : ["n", Classes, "p"]).Constant("shape", [3], 0L, Classes, -1L)
            .Node("Reshape", ["scores", "shape"], channelsLast ? "flat" : "output");
        return (channelsLast ? builder.Node("Transpose", ["flat"], "output", ("perm", new long[] { 0, 2, 1 })) : builder).Build();
    }

    private static byte[] Ids(OnnxType type) => Copy(OnnxType.Float, type, "n", 1, "h", "w")
        .Node("ArgMax", ["scores"], "best", ("axis", 1L)).Node("Cast", ["best"], "output", ("to", (long)type)).Build();

    private static byte[] Reshaped() => Scores("n", Classes, "h", "w").Constant("shape", [4], 0L, Classes, 64, 64).Node("Reshape", ["scores", "shape"], "output").Build();

    private static byte[] Resized(bool ofInput)
    {
        var builder = Scores("n", Classes, "h", "w").Constant("half", [4], 1L, Classes, 32, 32).Constant("whole", [4], 1L, Classes, 64, 64).Node("Shape", ["scores"], "own")
            .Node("Resize", ["scores", "", "", "half"], "small", ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"));
        return builder.Node(
            "Resize", ["small", "", "", ofInput ? "own" : "whole"], "output", ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor")).Build();
    }
}
