using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using RasterAnalysis.Models;
using RasterAnalysis.Quantization;
using RasterAnalysis.Testing.Networks;
using static RasterAnalysis.OnnxRuntime.Tests.WrittenNetworks;

namespace RasterAnalysis.OnnxRuntime.Tests;

/// <summary>Processors without VNNI add up two products of bytes in 16 bits: weights are written so that these have room, and no more finely than that asks for.</summary>
public sealed class SixteenBitSumsTests
{
    private const int Side = 48;
    private const int Width = 15;

    [Theory]
    [InlineData(1, 1f)]
    [InlineData(3, 1f)]
    [InlineData(3, 0.5f)]
    public void What_is_computed_in_bytes_is_what_the_file_says_also_where_all_weights_have_one_sign(int kernel, float shareOfPositive)
    {
        using var file = new NetworkFile(Network(kernel, shareOfPositive));
        using var exact = Load(file);
        var draft = QuantizationPlanner.TryDraft(file.Path, Profile(file, exact), NetworkPrecision.Int8, out _)!;
        var quantization = new ByteQuantization(
            Observe(file, draft.Tensors, Side).ToDictionary(pair => pair.Key, pair => QuantizedTensor.Of(pair.Value.Min(), pair.Value.Max())), ByteQuantization.LargestWeight)
        {
            PairLimit = ByteQuantization.LargestPair,
        };
        var written = quantization.Write(File.ReadAllBytes(file.Path), Path.GetDirectoryName(file.Path)!, []);

        // without optimisations the convolution stays one over Float32, of the numbers that the bytes stand for
        var (bytes, numbers) = (Run(written, GraphOptimizationLevel.ORT_ENABLE_ALL), Run(written, GraphOptimizationLevel.ORT_DISABLE_ALL));

        // a number that lies between two steps may be rounded to either
        Assert.InRange(Error(numbers, bytes), 0, 0.001);
        Assert.InRange(Error(Scores(exact, Side), bytes), 0, 0.02);
    }

    [Fact]
    public void Plans_say_whether_their_sums_have_room()
    {
        var tensors = new Dictionary<string, QuantizedTensor>();

        Assert.True(new ByteQuantization(tensors, 63).FitsSixteenBits);
        Assert.True(new ByteQuantization(tensors, 127) { PairLimit = 128 }.FitsSixteenBits);
        Assert.False(new ByteQuantization(tensors, 127).FitsSixteenBits);
    }

    private static float[] Run(byte[] file, GraphOptimizationLevel level)
    {
        using var options = new SessionOptions { GraphOptimizationLevel = level, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(file, options);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("input", new DenseTensor<float>(Image(Side), [1, Bands, Side, Side]))]);
        return [.. results[0].AsEnumerable<float>()];
    }

    /// <summary>Three convolutions, of which the middle one is written in bytes; its numbers of channels is odd, so that pairs go over the edge of a place of the window.</summary>
    private static byte[] Network(int kernel, float shareOfPositive)
    {
        var random = new Random(11);
        var builder = new OnnxModelBuilder(13).Input("input", OnnxType.Float, "n", Bands, "h", "w");
        Conv("input", "a", Bands, Width, 1, 0.5f);
        Conv("ra", "b", Width, Width, kernel, shareOfPositive);
        Conv("rb", "output", Width, Classes, 1, 0.5f);
        return builder.Output("output", OnnxType.Float, "n", Classes, "h", "w").Build();

        void Conv(string from, string to, int inputs, int outputs, int side, float positive)
        {
            float[] weights = [.. Enumerable.Range(0, outputs * inputs * side * side).Select(_ => (random.NextSingle() < positive ? 1 : -1) * (0.5f + random.NextSingle()))];
            builder.Constant($"w{to}", [outputs, inputs, side, side], weights)
                .Node("Conv", [from, $"w{to}"], to, ("pads", new long[] { side / 2, side / 2, side / 2, side / 2 }));
            if (to != "output")
            {
                builder.Node("Relu", [to], $"r{to}");
            }
        }
    }
}
