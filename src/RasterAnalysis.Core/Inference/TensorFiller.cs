using System.Numerics;
using System.Runtime.CompilerServices;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Inference;

/// <summary>Normalises a tile and lays it into a tensor.</summary>
public sealed class TensorFiller(Normalization normalization, TensorLayout layout)
{
    /// <summary>Fills the slot of one tile.</summary>
    /// <param name="pixels">Bands × rows × columns values, as read. For NCHW this may be the slot itself.</param>
    /// <param name="tensor">The tile's slot: bands × rows × columns for NCHW, rows × columns × bands for NHWC.</param>
    public void Fill(ReadOnlySpan<float> pixels, Span<float> tensor)
    {
        var bands = normalization.Bands.Count;
        var plane = pixels.Length / bands;
        for (var band = 0; band < bands; band++)
        {
            var source = pixels.Slice(band * plane, plane);
            if (layout == TensorLayout.Nchw)
            {
                Normalize(source, tensor.Slice(band * plane, plane), normalization.Bands[band]);
            }
            else
            {
                Interleave(source, tensor, band, bands, normalization.Bands[band]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Normalize(ReadOnlySpan<float> source, Span<float> target, BandNormalization rule)
    {
        if (rule == BandNormalization.None)
        {
            if (!source.Overlaps(target))
            {
                source.CopyTo(target);
            }

            return;
        }

        if (rule.Low is not null || rule.High is not null)
        {
            Cut(source, target, rule);
            source = target;
        }

        var (center, factor, bias) = ((float)rule.Center, (float)rule.Factor, (float)rule.Bias);
        var i = 0;
        unchecked
        {
            for (; i <= source.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var values = (new Vector<float>(source[i..]) - new Vector<float>(center)) * factor;
                (values + new Vector<float>(bias)).CopyTo(target[i..]);
            }

            for (; i < source.Length; i++)
            {
                target[i] = ((source[i] - center) * factor) + bias;
            }
        }
    }

    /// <summary>Comparing with what is no number is false, so it stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Cut(ReadOnlySpan<float> source, Span<float> target, BandNormalization rule)
    {
        var (low, high) = Bounds(rule);
        var i = 0;
        for (; i <= source.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var (values, least, most) = (new Vector<float>(source[i..]), new Vector<float>(low), new Vector<float>(high));
            values = Vector.ConditionalSelect(Vector.LessThan(values, least), least, values);
            Vector.ConditionalSelect(Vector.GreaterThan(values, most), most, values).CopyTo(target[i..]);
        }

        for (; i < source.Length; i++)
        {
            target[i] = Cut(source[i], low, high);
        }
    }

    private static float Cut(float value, float low, float high) => value < low ? low : value > high ? high : value;

    private static (float Low, float High) Bounds(BandNormalization rule) => ((float)(rule.Low ?? double.NegativeInfinity), (float)(rule.High ?? double.PositiveInfinity));

    private static void Interleave(ReadOnlySpan<float> source, Span<float> target, int band, int bands, BandNormalization rule)
    {
        var (center, factor, bias) = ((float)rule.Center, (float)rule.Factor, (float)rule.Bias);
        if (rule.Low is not null || rule.High is not null)
        {
            var (low, high) = Bounds(rule);
            for (int i = 0, to = band; i < source.Length; i++, to += bands)
            {
                target[to] = ((Cut(source[i], low, high) - center) * factor) + bias;
            }

            return;
        }

        unchecked
        {
            for (int i = 0, to = band; i < source.Length; i++, to += bands)
            {
                target[to] = ((source[i] - center) * factor) + bias;
            }
        }
    }
}
