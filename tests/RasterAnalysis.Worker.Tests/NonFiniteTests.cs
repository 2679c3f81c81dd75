using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Worker.Tests;

/// <summary>Pixels in which a network divides zero by zero are counted once each, wherever tiles lie and whatever lies around them; what pixels without data make is not.</summary>
public sealed class NonFiniteTests : IDisposable
{
    private const int Width = 150;
    private const int Height = 110;
    private const byte NoData = 7;

    private readonly LocalJob _job = new();

    public void Dispose() => _job.Dispose();

    [Theory]
    [InlineData(null, null)]
    [InlineData("3", "40")]
    [InlineData("1", "32")]
    public void Pixels_count_once_and_those_without_data_do_not(string? batch, string? tile)
    {
        Classify(Quotient(Bands()).Node("MaxPool", ["index"], "calm", ("kernel_shape", new long[] { 5, 5 }), ("pads", new long[] { 2, 2, 2, 2 })), batch, tile);

        Assert.Equal(new() { ["Div 'Div_3'"] = Count((row, column) => IsZero(row, column)) }, _job.NonFinite);
        Assert.Contains(_job.Messages, message => message.Text.Contains("except where the network meets NaN, which is counted (Div 'Div_3' may make it)", StringComparison.Ordinal));
    }

    [Fact]
    public void A_batch_that_is_filled_up_is_counted_as_far_as_it_goes()
    {
        Classify(Quotient(Bands(batch: 4)).Node("Relu", ["index"], "calm"), batch: null, tile: "40");

        Assert.Equal(4, _job.Plan!.Network.FixedBatch);
        Assert.Equal(new() { ["Div 'Div_3'"] = Count((row, column) => IsZero(row, column)) }, _job.NonFinite);
    }

    [Fact]
    public void Bands_behind_pixels_are_counted_alike()
    {
        var network = new OnnxModelBuilder().Input("input", OnnxType.Float, "n", "h", "w", 2).Node("Transpose", ["input"], "turned", ("perm", new long[] { 0, 3, 1, 2 }))
            .Constant("weight", [2, 1, 1, 1], 1f, -1).Node("Split", ["turned"], ["a", "b"], ("axis", 1L)).Node("Sub", ["a", "b"], "difference").Node("Add", ["a", "b"], "sum");

        Classify(network.Node("Div", ["difference", "sum"], "index").Node("Relu", ["index"], "calm"), layout: "NHWC");

        Assert.Equal(new() { ["Div 'Div_4'"] = Count((row, column) => IsZero(row, column)) }, _job.NonFinite);
    }

    [Fact]
    public void An_element_stands_for_the_pixels_of_which_it_is_made()
    {
        Classify(Halved("index").Node("Relu", ["index"], "small").Constant("scales", [4], 1f, 1, 2, 2)
            .Node("Resize", ["small", "", "scales"], "calm", ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor")));

        bool IsZeroBlock(int row, int column) => Block(row, column).All(pixel => IsZero(pixel.Row, pixel.Column));
        Assert.Equal(4 * 6, Count(IsZeroBlock));
        Assert.Equal(new() { ["Div 'Div_4'"] = Count(IsZeroBlock) }, _job.NonFinite);
    }

    [Fact]
    public void A_narrowed_network_is_counted_alike()
    {
        Classify(Halved("index").Node("Relu", ["index"], "small").Constant("three", [4, 1, 3, 3], [.. Enumerable.Repeat(0.1f, 36)]).Constant("many", [1, 4, 3, 3], [.. Enumerable.Repeat(0.1f, 36)])
            .Node("Conv", ["small", "three"], "seen", ("pads", new long[] { 1, 1, 1, 1 })).Constant("scales", [4], 1f, 1, 2, 2)
            .Node("Resize", ["seen", "", "scales"], "large", ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"))
            .Node("Conv", ["large", "many"], "calm", ("pads", new long[] { 1, 1, 1, 1 })), tile: "32");

        Assert.NotNull(_job.Plan!.Narrowing);
        Assert.Equal(new() { ["Div 'Div_4'"] = Count((row, column) => Block(row, column).All(pixel => IsZero(pixel.Row, pixel.Column))) }, _job.NonFinite);
    }

    [Fact]
    public void A_network_that_is_read_before_its_last_sigmoid_is_counted_alike()
    {
        Classify(Quotient(Bands()).Node("Relu", ["index"], "calm"), ending: "Sigmoid");

        Assert.NotNull(_job.Plan!.Network.Logits);
        Assert.Equal(new() { ["Div 'Div_3'"] = Count((row, column) => IsZero(row, column)) }, _job.NonFinite);
    }

    [Fact]
    public void Nan_that_is_computed_with_is_counted_where_it_came_from()
    {
        Classify(Quotient(Bands()).Node("Abs", ["index"], "positive").Node("Sub", ["positive", "a"], "odd").Node("Sqrt", ["odd"], "root").Node("Relu", ["root"], "calm"));

        // of the others the root is taken of less than zero
        Assert.Equal(
            new() { ["Div 'Div_3'"] = Count((row, column) => IsZero(row, column)), ["Sqrt 'Sqrt_6'"] = Count((row, column) => !IsZero(row, column) && !IsHole(row, column)) }, _job.NonFinite);
    }

    [Fact]
    public void What_is_made_of_the_whole_tile_counts_for_all_of_it()
    {
        // the mean is that of one tile; a tile with a hole is left out
        var network = Bands().Constant("zero", [], 0f).Node("Mul", ["input", "zero"], "nothing").Node("GlobalAveragePool", ["nothing"], "mean").Node("Div", ["mean", "mean"], "index")
            .Node("Greater", ["index", "zero"], "is").Node("Cast", ["is"], "number", ("to", (long)OnnxType.Float)).Node("ReduceSum", ["number", "one"], "both").Constant("one", [1], 1L).Node("Add", ["both", "a"], "calm");

        Classify(network, batch: "4", tile: "64", padding: "0");

        Assert.Equal(64, _job.Plan!.Tiling.CoreWidth);
        Assert.Equal(new() { ["Div 'Div_3'"] = Count((row, column) => !HasHole(row / 64, column / 64)) }, _job.NonFinite);
    }

    [Fact]
    public void Nothing_is_changed_where_nothing_can_happen()
    {
        Classify(Bands().Node("MaxPool", ["a"], "calm", ("kernel_shape", new long[] { 3, 3 }), ("pads", new long[] { 1, 1, 1, 1 })));

        Assert.Null(_job.Plan!.Watch);
        Assert.Empty(_job.NonFinite);
        Assert.DoesNotContain(_job.Messages, message => message.Text.Contains("NaN", StringComparison.Ordinal));
    }

    private static OnnxModelBuilder Bands(int? batch = null) => new OnnxModelBuilder().Input("input", OnnxType.Float, batch is null ? "n" : batch, 2, "h", "w")
        .Constant("weight", [2, 1, 1, 1], 1f, -1).Node("Split", ["input"], ["a", "b"], ("axis", 1L));

    private static OnnxModelBuilder Quotient(OnnxModelBuilder network) => network.Node("Sub", ["a", "b"], "difference").Node("Add", ["a", "b"], "sum").Node("Div", ["difference", "sum"], "index");

    private static OnnxModelBuilder Halved(string index) => Bands().Node("AveragePool", ["input"], "half", ("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 2 }))
        .Node("Split", ["half"], ["p", "q"], ("axis", 1L)).Node("Add", ["p", "q"], "sum").Node("Div", ["p", "sum"], index);

    private void Classify(OnnxModelBuilder network, string? batch = null, string? tile = null, string? layout = null, string? padding = null, string ending = "Identity")
    {
        var definition = TestPackages.Definition(TestPackages.NumberedClasses(2));
        if (layout is not null)
        {
            definition["ModelFormat"] = layout;
        }

        var arguments = new Dictionary<string, string?> { ["batch_size"] = batch, ["tile_size"] = tile, ["padding"] = padding }
            .Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!);
        var raster = TiffFile.Byte(Width, Height, 2, (band, row, column) =>
            IsHole(row, column) ? NoData : IsZero(row, column) ? (byte)0 : (byte)(10 + (((row * 31) + (column * 17) + band) % 200)), NoData);
        _job.Classify(raster, definition, network.Output("output", OnnxType.Float, null, 2, "h", "w").Node("Conv", ["calm", "weight"], "scores").Node(ending, ["scores"], "output").Build(), arguments);
    }

    /// <summary>Single pixels, and blocks of 2 × 2, one of which touches a hole.</summary>
    private static bool IsZero(int row, int column) => !IsHole(row, column)
        && ((((row * 7919) + (column * 104729)) % 499 == 0) || (row / 2 * 2, column / 2 * 2) is (0, 0) or (30, 62) or (32, 40) or (62, 62) or (64, 64) or (108, 148) or (50, 20));

    private static bool IsHole(int row, int column) => (row, column) is (50, 21) or (0, 70) or (81, 81) || (row is > 70 and < 80 && column is > 10 and < 30);

    private static bool HasHole(int tileRow, int tileColumn) =>
        Enumerable.Range(tileRow * 64, 64).Any(row => Enumerable.Range(tileColumn * 64, 64).Any(column => IsHole(Mirrored.Index(row, Height), Mirrored.Index(column, Width))));

    private static (int Row, int Column)[] Block(int row, int column) => [.. Enumerable.Range(0, 4).Select(i => ((row / 2 * 2) + (i / 2), (column / 2 * 2) + (i % 2)))];

    private static long Count(Func<int, int, bool> isIt) => Enumerable.Range(0, Width * Height).LongCount(i => isIt(i / Width, i % Width));
}
