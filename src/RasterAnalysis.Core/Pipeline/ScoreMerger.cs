using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Pipeline;

/// <summary>Turns scores into probabilities and merges those of several looks at the same tiles. A score that is not finite in any look is NaN.</summary>
/// <remarks>Not thread-safe; buffers are kept from batch to batch.</remarks>
internal sealed class ScoreMerger(NetworkProfile network, MergePolicy policy)
{
    private float[] _merged = [];
    private int _looks;

    /// <summary>Begins with a new batch.</summary>
    /// <param name="length">Scores in it.</param>
    public void Begin(int length)
    {
        if (_merged.Length < length)
        {
            _merged = new float[length];
        }

        _looks = 0;
    }

    /// <summary>Adds one look at one tile of the batch.</summary>
    /// <param name="scores">The tile's scores, turned back; they become probabilities.</param>
    /// <param name="offset">Where the tile's scores begin in the batch.</param>
    /// <param name="isFirst">Whether it is the first look.</param>
    public void Add(Span<float> scores, int offset, bool isFirst)
    {
        ToProbabilities(scores);
        var merged = _merged.AsSpan(offset, scores.Length);
        if (isFirst)
        {
            scores.CopyTo(merged);
            return;
        }

        for (var i = 0; i < scores.Length; i++)
        {
            merged[i] = policy switch
            {
                MergePolicy.Max => MathF.Max(merged[i], scores[i]),
                MergePolicy.Min => MathF.Min(merged[i], scores[i]),
                _ => merged[i] + scores[i],
            };
        }
    }

    /// <summary>One look at all tiles is complete.</summary>
    public void EndLook() => _looks++;

    /// <summary>The merged probabilities of the batch. Valid until the next one.</summary>
    public ReadOnlyMemory<float> Merged(int length)
    {
        var merged = _merged.AsMemory(0, length);
        if (policy == MergePolicy.Mean)
        {
            foreach (ref var value in merged.Span)
            {
                value /= _looks;
            }
        }

        return merged;
    }

    private void ToProbabilities(Span<float> scores)
    {
        // a probability made of one that is infinite would look like any other
        foreach (ref var score in scores)
        {
            score = float.IsFinite(score) ? score : float.NaN;
        }

        if (network.OutputKind == OutputKind.Logit || network.Logits is not null)
        {
            foreach (ref var score in scores)
            {
                score = Logistic.Sigmoid(score);
            }
        }
        else if (network.OutputKind == OutputKind.Scores && !network.AreProbabilities)
        {
            var plane = network.OutputLayout == TensorLayout.Nchw ? scores.Length / network.Channels : 1;
            for (var pixel = 0; pixel < scores.Length / network.Channels; pixel++)
            {
                Softmax(scores[(plane == 1 ? pixel * network.Channels : pixel)..], plane, network.Channels);
            }
        }
    }

    private static void Softmax(Span<float> scores, int step, int count)
    {
        var highest = float.NegativeInfinity;
        for (var i = 0; i < count; i++)
        {
            highest = MathF.Max(highest, scores[i * step]);
        }

        var sum = 0f;
        for (var i = 0; i < count; i++)
        {
            sum += scores[i * step] = MathF.Exp(scores[i * step] - highest);
        }

        for (var i = 0; i < count; i++)
        {
            scores[i * step] /= sum;
        }
    }
}
