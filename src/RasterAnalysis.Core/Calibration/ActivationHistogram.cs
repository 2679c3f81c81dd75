using System.Numerics;
using System.Runtime.CompilerServices;
using RasterAnalysis.Quantization;

namespace RasterAnalysis.Calibration;

/// <summary>
/// How the numbers of a tensor lie, over many runs. The same whatever the order of the runs: bins are even parts of a range that is a power of two, and are put together in pairs where a number lies
/// outside of it.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class ActivationHistogram
{
    private const int Bins = 4096;

    // numbers of a run that are counted; the least and the greatest are looked for among all
    private const int MostCounted = 1 << 16;

    // shares of the whole range among which the best is looked for
    private const int Choices = 80;
    private const double LeastShare = 0.2;

    private readonly long[] _counts = new long[Bins];
    private double _range;
    private float _low;
    private float _high;

    /// <summary>Whether all numbers were finite, and there were some.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>The largest number, without signs.</summary>
    public float Largest => Math.Max(-_low, _high);

    /// <summary>Counts the numbers of a run.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        var (low, high, isFinite) = Ends(values);
        if (!isFinite)
        {
            IsUsable = false;
            return;
        }

        (_low, _high) = (Math.Min(_low, low), Math.Max(_high, high));
        Widen(Math.Max(-(double)_low, _high));

        // an odd step does not meet the same columns again and again
        var step = Math.Max(1, values.Length / MostCounted) | 1;
        for (var i = 0; i < values.Length; i += step)
        {
            _counts[Math.Clamp((int)((values[i] + _range) / (2 * _range) * Bins), 0, Bins - 1)]++;
        }
    }

    /// <summary>The scale with the least squared error, rounding and cutting off together.</summary>
    public QuantizedTensor Scale()
    {
        var (best, least) = (QuantizedTensor.Of(_low, _high), double.PositiveInfinity);
        for (var choice = 0; choice < Choices; choice++)
        {
            var share = 1 - ((1 - LeastShare) * choice / Choices);
            var scale = QuantizedTensor.Of(_low * share, _high * share);
            var error = ErrorOf(scale);
            if (error < least)
            {
                (best, least) = (scale, error);
            }
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (float Low, float High, bool IsFinite) Ends(ReadOnlySpan<float> values)
    {
        // any number less itself is 0; infinity and NaN are not
        var (lows, highs, differences) = (new Vector<float>(values[0]), new Vector<float>(values[0]), Vector<float>.Zero);
        var i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var some = new Vector<float>(values[i..]);
            (lows, highs, differences) = (Vector.Min(lows, some), Vector.Max(highs, some), differences + (some - some));
        }

        var (low, high, difference) = (values[0], values[0], Vector.Sum(differences));
        for (var lane = 0; lane < Vector<float>.Count; lane++)
        {
            (low, high) = (Math.Min(low, lows[lane]), Math.Max(high, highs[lane]));
        }

        for (; i < values.Length; i++)
        {
            (low, high, difference) = (Math.Min(low, values[i]), Math.Max(high, values[i]), difference + (values[i] - values[i]));
        }

        return (low, high, difference == 0);
    }

    private double ErrorOf(QuantizedTensor scale)
    {
        var (low, high) = (-scale.ZeroPoint * (double)scale.Scale, (byte.MaxValue - scale.ZeroPoint) * (double)scale.Scale);
        var (rounding, error) = ((double)scale.Scale * scale.Scale / 12, 0.0);
        for (var bin = 0; bin < Bins; bin++)
        {
            if (_counts[bin] > 0)
            {
                var value = Math.Clamp(((bin + 0.5) * 2 * _range / Bins) - _range, _low, _high);
                var beyond = value < low ? low - value : value > high ? value - high : 0;
                error += _counts[bin] * (beyond > 0 ? beyond * beyond : rounding);
            }
        }

        return error;
    }

    private void Widen(double most)
    {
        if (_range == 0)
        {
            _range = Math.Pow(2, Math.Ceiling(Math.Log2(Math.Max(most, 1e-30))));
        }

        while (_range < most)
        {
            _range *= 2;
            var half = Bins / 2;
            for (var i = 0; i < half / 2; i++)
            {
                // outwards from the middle, so that nothing is overwritten before it is read
                _counts[half + i] = _counts[half + (2 * i)] + _counts[half + (2 * i) + 1];
                _counts[half - 1 - i] = _counts[half - 1 - (2 * i)] + _counts[half - 2 - (2 * i)];
            }

            Array.Clear(_counts, 0, half / 2);
            Array.Clear(_counts, half + (half / 2), half / 2);
        }
    }
}
