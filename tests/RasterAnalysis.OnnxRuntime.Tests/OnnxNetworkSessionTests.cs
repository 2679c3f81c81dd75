using CsCheck;
using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Testing.Networks;

namespace RasterAnalysis.OnnxRuntime.Tests;

public sealed class OnnxNetworkSessionTests
{
    private static readonly OnnxRuntimeOptions Settings = new();

    [Fact]
    public void Load_says_what_the_file_declares()
    {
        using var file = new NetworkFile(TinyNetworks.CopyBand(5));
        using var session = Load(file);

        Assert.Equal(["input Float[?, 1, ?, ?]"], session.Signature.Inputs.Select(i => i.ToString()));
        Assert.Equal(["output Float[?, 5, ?, ?]"], session.Signature.Outputs.Select(o => o.ToString()));
        Assert.Equal(ExecutionProviderSelector.Cpu, session.ExecutionProvider);
    }

    [Fact]
    public void Load_of_an_old_file_that_lists_its_initialisers_as_inputs_leaves_them_out()
    {
        using var file = new NetworkFile(TinyNetworks.CentreCrop256To128(0));
        using var session = Load(file);

        Assert.Equal(["features Float[1, 4, 256, 256]"], session.Signature.Inputs.Select(i => i.ToString()));
    }

    [Fact]
    public void Run_gives_the_scores_of_plain_arithmetic() => Gen.Select(Gen.Int[1, 3], Gen.Int[1, 9], Gen.Int[1, 9]).Sample(
        (batch, height, width) =>
        {
            using var file = new NetworkFile(TinyNetworks.CopyBand(4));
            using var session = Load(file);
            var input = Enumerable.Range(0, batch * height * width).Select(i => (float)(i % 4)).ToArray();

            var output = session.Run(input, [batch, 1, height, width], "output");

            Assert.Equal([batch, 4, height, width], output.Dimensions);
            var plane = height * width;
            for (var at = 0; at < output.Values.Length; at++)
            {
                var (channel, x) = (at / plane % 4, input[(at / (4 * plane) * plane) + (at % plane)]);
                Assert.Equal((2 * channel * x) - (channel * channel), output.Values.Span[at]);
            }
        },
        iter: 20);

    [Theory]
    [InlineData(OnnxType.Float)]
    [InlineData(OnnxType.Float16)]
    public void Run_gives_several_outputs_in_the_order_of_their_names_and_lets_them_be_read_while_the_next_one_runs(OnnxType type)
    {
        using var file = new NetworkFile(new OnnxModelBuilder()
            .Input("input", OnnxType.Float, "n", 1, "h", "w").Output("twice", type, "n", 1, "h", "w").Output("count", OnnxType.Int64, 4)
            .Output("half", OnnxType.Float, "n", 1, "h", "w")
            .Constant("two", [1], 2f).Node("Mul", ["input", "two"], "product").Node("Cast", ["product"], "twice", ("to", (long)type))
            .Node("Shape", ["input"], "count").Node("Div", ["input", "two"], "half").Build());
        using var session = Load(file);
        string[][] asked = [["half", "twice"], ["half", "twice"], ["half", "twice"], ["twice"], ["count", "half", "twice"], ["half", "twice"]];
        (float Value, ReadOnlyMemory<float> Twice)? before = null;
        foreach (var (run, names) in asked.Index())
        {
            var (value, side) = (run + 1f, run == 2 ? 3 : 2);

            var outputs = session.Run(Enumerable.Repeat(value, side * side).ToArray(), [1, 1, side, side], names);

            foreach (var (name, output) in names.Zip(outputs))
            {
                var image = Enumerable.Repeat(name == "half" ? value / 2 : value * 2, side * side);
                Assert.Equal(name == "count" ? [1, 1, side, side] : image, output.Values.ToArray());
                Assert.Equal(name == "count" ? [4] : [1, 1, side, side], output.Dimensions);
            }

            Assert.Equal(before?.Value * 2, before?.Twice.Span[0]);
            before = (value, outputs[^1].Values);
        }
    }

    [Theory]
    [InlineData(OnnxType.Float, new[] { -1.5f, 0, 3.25f, 300 })]
    [InlineData(OnnxType.Float16, new[] { -1.5f, 0, 3.25f, 300 })]
    [InlineData(OnnxType.UInt8, new[] { 0f, 0, 3, 255 })]
    [InlineData(OnnxType.Int8, new[] { -2f, 0, 3, 127 })]
    [InlineData(OnnxType.UInt16, new[] { 0f, 0, 3, 300 })]
    [InlineData(OnnxType.Int16, new[] { -2f, 0, 3, 300 })]
    [InlineData(OnnxType.Double, new[] { -1.5f, 0, 3.25f, 300 })]
    [InlineData(OnnxType.Int32, new[] { -2f, 0, 3, 300 })]
    [InlineData(OnnxType.Int64, new[] { -2f, 0, 3, 300 })]
    public void Run_feeds_and_reads_every_element_type(OnnxType type, float[] expected)
    {
        using var file = new NetworkFile(Identity(type).Build());
        using var session = Load(file);

        var output = session.Run(new float[] { -1.5f, 0, 3.25f, 300 }, [1, 1, 2, 2], "output");

        Assert.Equal(expected, output.Values.ToArray());
    }

    [Fact]
    public void Run_on_a_shape_that_the_network_does_not_take_says_which()
    {
        using var file = new NetworkFile(TinyNetworks.CentreCrop256To128(0));
        using var session = Load(file);

        var exception = Assert.Throws<InferenceException>(() => session.Run(new float[4 * 8 * 8], [1, 4, 8, 8], "scores"));

        Assert.Contains("[1, 4, 8, 8]", exception.Message, StringComparison.Ordinal);
        Assert.False(exception.IsTransient);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(100)]
    public void Load_of_a_damaged_file_says_so_without_its_folder(int length)
    {
        using var file = new NetworkFile(TinyNetworks.CopyBand(5)[..length]);

        var exception = Assert.Throws<ModelPackageException>(() => Load(file));

        Assert.Contains("network.onnx", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Export it to ONNX again", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetDirectoryName(file.Path)!, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_of_an_operator_that_is_not_known_names_it()
    {
        using var file = new NetworkFile(new OnnxModelBuilder()
            .Input("input", OnnxType.Float, 1, 1, 2, 2).Output("output", OnnxType.Float, 1, 1, 2, 2).Node("Frobnicate", ["input"], "output").Build());

        Assert.Contains("Frobnicate", Assert.Throws<ModelPackageException>(() => Load(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_for_a_GPU_that_is_not_there_warns_and_runs_on_the_processor()
    {
        using var file = new NetworkFile(TinyNetworks.CopyBand(2));
        var warnings = new List<string>();

        using var session = OnnxNetworkSession.Load(new NetworkLoad(file.Path, ProcessorType.Gpu), Settings, warnings);

        // on a machine with a GPU and its flavour there is nothing to warn of
        Assert.Equal(session.ExecutionProvider == ExecutionProviderSelector.Cpu ? 1 : 0, warnings.Count);

        // in the flavour with CUDA the machine lacks NVIDIA's libraries, and the first of them is named
        Assert.All(warnings, warning => Assert.Matches(
            OrtEnv.Instance().GetAvailableProviders().Contains(ExecutionProviderSelector.Cuda) ? @"CUDAExecutionProvider cannot start: lib\w+\.so\.\d+ is not on this machine" : "has no CUDA", warning));
    }

    [Fact]
    public void Fork_runs_beside_the_first_one_each_with_its_own_scores()
    {
        using var file = new NetworkFile(TinyNetworks.CopyBand(4));
        using var session = Load(file);
        using var fork = session.Fork();

        Parallel.ForEach(new[] { (session, 1f), ((INetworkSession)fork, 2f) }, lane =>
        {
            var (own, value) = lane;
            var input = Enumerable.Repeat(value, 64 * 64).ToArray();
            for (var run = 0; run < 50; run++)
            {
                var scores = own.Run(input, [1, 1, 64, 64], "output").Values;
                Assert.Equal([0, (2 * value) - 1, (4 * value) - 4, (6 * value) - 9], Enumerable.Range(0, 4).Select(channel => scores.Span[channel * 64 * 64]));
            }
        });
    }

    [Fact]
    public void Fork_outlived_by_the_first_one_leaves_it_loaded()
    {
        using var file = new NetworkFile(TinyNetworks.CopyBand(2));
        using var session = Load(file);

        session.Fork().Dispose();

        Assert.Equal([0, 1], session.Run(new float[] { 1 }, [1, 1, 1, 1], "output").Values.ToArray());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 3)]
    public void ConcurrentRuns_on_the_processor_is_one_unless_the_settings_say_otherwise(int setting, int expected)
    {
        using var file = new NetworkFile(TinyNetworks.CopyBand(2));
        using var session = OnnxNetworkSession.Load(new NetworkLoad(file.Path, ProcessorType.Cpu), Settings with { ConcurrentRuns = setting }, []);

        Assert.Equal(expected, session.ConcurrentRuns);
    }

    private static OnnxModelBuilder Identity(OnnxType type) => new OnnxModelBuilder()
        .Input("input", type, 1, 1, 2, 2).Output("output", type, 1, 1, 2, 2).Node("Identity", ["input"], "output");

    private static OnnxNetworkSession Load(NetworkFile file) => OnnxNetworkSession.Load(new NetworkLoad(file.Path, ProcessorType.Cpu), Settings, []);
}
