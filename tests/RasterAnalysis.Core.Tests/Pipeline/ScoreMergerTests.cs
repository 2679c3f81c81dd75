using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Core.Tests.Pipeline;

public sealed class ScoreMergerTests
{
    [Theory]
    [InlineData(OutputKind.Scores, 2, float.NegativeInfinity, MergePolicy.Mean)]
    [InlineData(OutputKind.Scores, 2, float.PositiveInfinity, MergePolicy.Max)]
    [InlineData(OutputKind.Logit, 1, float.NegativeInfinity, MergePolicy.Min)]
    [InlineData(OutputKind.Probability, 1, float.PositiveInfinity, MergePolicy.Min)]
    public void A_score_that_is_infinite_is_no_probability(OutputKind kind, int channels, float odd, MergePolicy policy)
    {
        var merger = new ScoreMerger(Some.Profile(channels, kind), policy);
        merger.Begin(2 * channels);

        // two pixels, channel by channel: the first one's first score is odd in one look
        float[] plain = [.. Enumerable.Repeat(0.25f, 2 * channels)];
        float[] strange = [.. plain];
        strange[0] = odd;
        merger.Add(plain, 0, isFirst: true);
        merger.EndLook();
        merger.Add(strange, 0, isFirst: false);
        merger.EndLook();

        var merged = merger.Merged(2 * channels).ToArray();
        Assert.True(float.IsNaN(merged[0]));
        Assert.True(float.IsFinite(merged[1]));
    }

    /// <summary>Probabilities of classes by themselves, as small as a Float32 holds.</summary>
    [Fact]
    public void Logits_of_several_classes_are_each_their_own_probability()
    {
        var merger = new ScoreMerger(Some.Profile(2) with { Logits = new LogitTensor("scores", TensorElementType.Float) }, MergePolicy.Mean);
        merger.Begin(2);
        merger.Add([-40, -50], 0, isFirst: true);
        merger.EndLook();
        merger.Add([-60, 2], 0, isFirst: false);
        merger.EndLook();

        var merged = merger.Merged(2).ToArray();
        Assert.Equal(Math.Exp(-40) / 2, merged[0], Math.Exp(-40) * 1e-5);
        Assert.Equal(1 / (1 + Math.Exp(-2)) / 2, merged[1], 1e-6);
    }
}
