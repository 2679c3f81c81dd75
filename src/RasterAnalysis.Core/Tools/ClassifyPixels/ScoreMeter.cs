using System.Numerics;
using System.Runtime.CompilerServices;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>
/// Measures how sure a network was of each pixel. Scores become probabilities by their softmax, at a temperature; those of classes that stand each for itself, and of a single class, by their sigmoid;
/// probabilities stay what they are. Channels that may not win count too: what they say of a pixel is part of the doubt.
/// </summary>
/// <remarks>Not thread-safe; buffers are kept from row to row.</remarks>
internal sealed class ScoreMeter
{
    // as far from 1 as a softmax in Float32 may be
    private const float SumTolerance = 1e-3f;

    private readonly NetworkProfile _network;
    private readonly ScoreEnlarger? _enlarger;
    private readonly float _sharpness;
    private readonly float[] _best;
    private readonly float[] _second;
    private readonly float[] _sum;
    private readonly float[] _dot;
    private float[] _planes = [];

    /// <summary>Prepares the buffers.</summary>
    /// <param name="network">How the scores are laid out and what they mean.</param>
    /// <param name="temperature">By what they are divided.</param>
    /// <param name="width">Most pixels of a row.</param>
    public ScoreMeter(NetworkProfile network, double temperature, int width)
    {
        (_network, _sharpness) = (network, (float)(1 / temperature));
        _enlarger = network.OutputStride > 1 ? new ScoreEnlarger(network) : null;
        (_best, _second, _sum, _dot) = (new float[width], new float[width], new float[width], new float[width]);
        (Confidence, Margin, Entropy) = (new float[width], new float[width], new float[width]);
    }

    /// <summary>Probability of the class of each pixel of the row measured last, 0 to 1. Without a meaning where a pixel has no class.</summary>
    public float[] Confidence { get; }

    /// <summary>By how much it is more probable than the next channel, 0 to 1.</summary>
    public float[] Margin { get; }

    /// <summary>Entropy of the probabilities over the logarithm of their number, 0 to 1.</summary>
    public float[] Entropy { get; }

    /// <summary>A measure of the row.</summary>
    public ReadOnlySpan<float> Of(ScoreMeasure measure) => measure switch
    {
        ScoreMeasure.Confidence => Confidence,
        ScoreMeasure.Margin => Margin,
        _ => Entropy,
    };

    /// <summary>Measures a part of one row of one tile; the arguments are those of <see cref="ScoreDecoder.DecodeRow"/>.</summary>
    /// <param name="scores">The tile's scores.</param>
    /// <param name="rows">Rows of the output tile.</param>
    /// <param name="columns">Columns of the output tile.</param>
    /// <param name="row">Row to measure.</param>
    /// <param name="firstColumn">First column to measure.</param>
    /// <param name="winners">The channel of each pixel, or <see cref="ScoreDecoder.Invalid"/>.</param>
    public void Measure(ReadOnlySpan<float> scores, int rows, int columns, int row, int firstColumn, ReadOnlySpan<ushort> winners)
    {
        var isInterleaved = _network.OutputLayout == TensorLayout.Nhwc && _enlarger is null && _network.Channels > 1;
        if (_enlarger is not null)
        {
            scores = _enlarger.Row(scores, rows, columns, row);
            (rows, columns, row) = (1, columns * _network.OutputStride, 0);
        }

        var (plane, first) = (rows * columns, (row * columns) + firstColumn);
        if (isInterleaved)
        {
            scores = Planes(scores[(first * _network.Channels)..], winners.Length);
            (plane, first) = (winners.Length, 0);
        }

        if (_network.OutputKind != OutputKind.Scores)
        {
            MeasureOne(scores.Slice(first, winners.Length), winners);
        }
        else if (_network.AreProbabilities || _network.Logits is not null)
        {
            MeasureProbabilities(scores, plane, first, winners);
        }
        else
        {
            MeasureScores(scores, plane, first, winners);
        }
    }

    /// <summary>Pixels of channels as channels of pixels.</summary>
    private ReadOnlySpan<float> Planes(ReadOnlySpan<float> pixels, int width)
    {
        var channels = _network.Channels;
        if (_planes.Length < channels * width)
        {
            _planes = new float[channels * width];
        }

        for (var channel = 0; channel < channels; channel++)
        {
            for (var i = 0; i < width; i++)
            {
                _planes[(channel * width) + i] = pixels[(i * channels) + channel];
            }
        }

        return _planes.AsSpan(0, channels * width);
    }

    /// <summary>By softmax: with m the highest score and e the exponentials of (score − m)/T, the entropy is ln Σe − Σ(e·(score − m)/T)/Σe.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MeasureScores(ReadOnlySpan<float> scores, int plane, int first, ReadOnlySpan<ushort> winners)
    {
        var width = winners.Length;
        var (step, whole) = (Vector<float>.Count, width - (width % Vector<float>.Count));
        var sharpness = new Vector<float>(_sharpness);
        for (var i = 0; i < whole; i += step)
        {
            var (best, second) = (new Vector<float>(float.NegativeInfinity), new Vector<float>(float.NegativeInfinity));
            for (var channel = 0; channel < _network.Channels; channel++)
            {
                var score = new Vector<float>(scores.Slice((channel * plane) + first + i, step));
                second = Vector.Max(second, Vector.Min(best, score));
                best = Vector.Max(best, score);
            }

            var (sum, dot) = (Vector<float>.Zero, Vector<float>.Zero);
            for (var channel = 0; channel < _network.Channels; channel++)
            {
                var below = (new Vector<float>(scores.Slice((channel * plane) + first + i, step)) - best) * sharpness;
                var part = Vector.Exp(below);
                (sum, dot) = (sum + part, dot + (part * below));
            }

            best.CopyTo(_best, i);
            second.CopyTo(_second, i);
            sum.CopyTo(_sum, i);
            dot.CopyTo(_dot, i);
        }

        for (var i = whole; i < width; i++)
        {
            SumOne(scores, plane, first, i);
        }

        var most = MathF.Log(_network.Channels);
        for (var i = 0; i < width; i++)
        {
            if (winners[i] == ScoreDecoder.Invalid)
            {
                continue;
            }

            var score = scores[(winners[i] * plane) + first + i];
            var isBest = score == _best[i];
            Confidence[i] = isBest ? 1 / _sum[i] : MathF.Exp((score - _best[i]) * _sharpness) / _sum[i];
            Margin[i] = isBest ? (1 - MathF.Exp((_second[i] - _best[i]) * _sharpness)) / _sum[i] : 0;

            // of very low scores the exponential is 0, and 0 times minus infinity is no number, though the limit is 0
            var dot = float.IsNaN(_dot[i]) ? 0 : _dot[i];
            Entropy[i] = (MathF.Log(_sum[i]) - (dot / _sum[i])) / most;
        }
    }

    private void SumOne(ReadOnlySpan<float> scores, int plane, int first, int i)
    {
        var (best, second, sum, dot) = (float.NegativeInfinity, float.NegativeInfinity, 0f, 0f);
        for (var channel = 0; channel < _network.Channels; channel++)
        {
            var score = scores[(channel * plane) + first + i];
            (best, second) = (MathF.Max(best, score), MathF.Max(second, MathF.Min(best, score)));
        }

        for (var channel = 0; channel < _network.Channels; channel++)
        {
            var below = (scores[(channel * plane) + first + i] - best) * _sharpness;
            var part = MathF.Exp(below);
            (sum, dot) = (sum + part, dot + (part * below));
        }

        (_best[i], _second[i], _sum[i], _dot[i]) = (best, second, sum, dot);
    }

    /// <summary>Of probabilities: of all classes together, or, where they do not add up to 1, of each by itself; then their shares of the sum have the entropy.</summary>
    private void MeasureProbabilities(ReadOnlySpan<float> scores, int plane, int first, ReadOnlySpan<ushort> winners)
    {
        Span<float> all = _network.Channels <= 256 ? stackalloc float[_network.Channels] : new float[_network.Channels];
        var areLogits = _network.Logits is not null && _enlarger is null;
        for (var i = 0; i < winners.Length; i++)
        {
            if (winners[i] == ScoreDecoder.Invalid)
            {
                continue;
            }

            for (var channel = 0; channel < all.Length; channel++)
            {
                var score = scores[(channel * plane) + first + i];
                all[channel] = areLogits ? Logistic.Sigmoid(score * _sharpness) : Math.Clamp(score, 0, 1);
            }

            if (_sharpness != 1 && !areLogits)
            {
                Sharpen(all);
            }

            Describe(all, winners[i], i);
        }
    }

    /// <summary>Brings probabilities to the temperature: what their scores, were they known, would have given.</summary>
    private void Sharpen(Span<float> all)
    {
        var areTogether = MathF.Abs(Sum(all) - 1) <= SumTolerance;
        foreach (ref var probability in all)
        {
            probability = areTogether ? MathF.Pow(probability, _sharpness) : Sharpened(probability);
        }

        if (areTogether && Sum(all) is > 0 and var sum)
        {
            foreach (ref var probability in all)
            {
                probability /= sum;
            }
        }
    }

    private float Sharpened(float probability) => probability is <= 0 or >= 1 ? probability : Logistic.Sigmoid(MathF.Log(probability / (1 - probability)) * _sharpness);

    private void Describe(ReadOnlySpan<float> all, int winner, int i)
    {
        var (next, sum, entropy) = (0f, Sum(all), 0f);
        for (var channel = 0; channel < all.Length; channel++)
        {
            next = channel == winner ? next : MathF.Max(next, all[channel]);
            var share = sum > 0 ? all[channel] / sum : 0;
            entropy -= share > 0 ? share * MathF.Log(share) : 0;
        }

        (Confidence[i], Margin[i], Entropy[i]) = (all[winner], MathF.Max(0, all[winner] - next), entropy / MathF.Log(all.Length));
    }

    private void MeasureOne(ReadOnlySpan<float> scores, ReadOnlySpan<ushort> winners)
    {
        Span<float> both = stackalloc float[2];
        for (var i = 0; i < winners.Length; i++)
        {
            if (winners[i] != ScoreDecoder.Invalid)
            {
                both[1] = _network.OutputKind == OutputKind.Logit ? Logistic.Sigmoid(scores[i] * _sharpness)
                    : _sharpness == 1 ? Math.Clamp(scores[i], 0, 1) : Sharpened(Math.Clamp(scores[i], 0, 1));
                both[0] = 1 - both[1];
                Describe(both, winners[i], i);
            }
        }
    }

    private static float Sum(ReadOnlySpan<float> all)
    {
        var sum = 0f;
        foreach (var one in all)
        {
            sum += one;
        }

        return sum;
    }
}
