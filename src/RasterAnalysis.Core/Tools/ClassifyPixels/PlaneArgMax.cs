using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>The channel of the highest score where each channel is a plane; ties go to the lowest channel.</summary>
internal static class PlaneArgMax
{
    /// <summary>Finds the winners of a part of a row.</summary>
    /// <param name="scores">Planes of scores, one behind the other.</param>
    /// <param name="plane">Scores of a plane.</param>
    /// <param name="offset">First score in each plane.</param>
    /// <param name="suppressed">For each channel whether it may not win; its scores must be finite all the same.</param>
    /// <param name="winners">Receives a channel for each pixel, or <see cref="ScoreDecoder.Invalid"/> where a score is no finite number.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Find(ReadOnlySpan<float> scores, int plane, int offset, ReadOnlySpan<bool> suppressed, Span<ushort> winners)
    {
        var step = 2 * Vector<float>.Count;
        var i = 0;
        for (; suppressed.Length < short.MaxValue && i <= winners.Length - step; i += step)
        {
            var (low, lowIsFinite) = FindVector(scores, plane, offset + i, suppressed);
            var (high, highIsFinite) = FindVector(scores, plane, offset + i + Vector<float>.Count, suppressed);
            if (lowIsFinite && highIsFinite)
            {
                Vector.Narrow(low.As<int, uint>(), high.As<int, uint>()).CopyTo(winners[i..]);
            }
            else
            {
                FindEach(scores, plane, offset + i, suppressed, winners.Slice(i, step));
            }
        }

        FindEach(scores, plane, offset + i, suppressed, winners[i..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (Vector<int> Winners, bool IsFinite) FindVector(ReadOnlySpan<float> scores, int plane, int at, ReadOnlySpan<bool> suppressed)
    {
        ref var first = ref MemoryMarshal.GetReference(scores.Slice(at, (plane * (suppressed.Length - 1)) + Vector<float>.Count));
        var best = new Vector<float>(float.NegativeInfinity);
        var (winners, zero) = (Vector<int>.Zero, Vector<float>.Zero);
        for (var channel = 0; channel < suppressed.Length; channel++)
        {
            var score = Vector.LoadUnsafe(ref first, (nuint)(channel * plane));

            // 0 for a finite number, NaN for others, and NaN stays
            zero += score - score;
            if (!suppressed[channel])
            {
                var isBetter = Vector.GreaterThan(score, best);
                best = Vector.ConditionalSelect(isBetter, score, best);
                winners = Vector.ConditionalSelect(isBetter, new Vector<int>(channel), winners);
            }
        }

        return (winners, Vector.EqualsAll(zero, Vector<float>.Zero));
    }

    private static void FindEach(ReadOnlySpan<float> scores, int plane, int at, ReadOnlySpan<bool> suppressed, Span<ushort> winners)
    {
        for (var i = 0; i < winners.Length; i++)
        {
            var (best, winner) = (float.NegativeInfinity, (ushort)0);
            for (var channel = 0; channel < suppressed.Length; channel++)
            {
                var score = scores[(channel * plane) + at + i];
                if (!float.IsFinite(score))
                {
                    winner = ScoreDecoder.Invalid;
                    break;
                }

                if (!suppressed[channel] && score > best)
                {
                    (best, winner) = (score, (ushort)channel);
                }
            }

            winners[i] = winner;
        }
    }
}
