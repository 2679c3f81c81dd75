using System.Buffers.Binary;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.Quantization;

/// <summary>Weights and biases of convolutions in whole numbers: weights in 8 bits with a scale for each output channel, biases in 32 bits.</summary>
internal sealed class QuantizedWeights(QuantizableGraph graph, OnnxWeights weights, int limit, int? pairLimit)
{
    // numbers of TensorProto.DataType
    public const int Float = 1;
    public const int UInt8 = 2;
    private const int Int8 = 3;
    private const int Int32 = 6;

    private readonly Dictionary<QuantizableUnit, (int[] Shape, float[] Weights, float[]? Bias)> _taken = [];

    /// <summary>Reads what a unit multiplies with, its normalisation taken into it.</summary>
    /// <returns>Whether it can be had: false where weights are of another type, or no finite numbers.</returns>
    public bool Take(QuantizableUnit unit)
    {
        if (unit.Kind is not (QuantizableKind.Convolution or QuantizableKind.TransposedConvolution))
        {
            return true;
        }

        var shape = graph.ShapeOf(unit.Node.Input(1))!;
        if (NormalizedWeights.TryRead(unit.Node, unit.Norm, shape, weights) is not { } read)
        {
            return false;
        }

        _taken[unit] = unit.Kind == QuantizableKind.TransposedConvolution ? Turned(shape, read.Weights, read.Bias) : (shape, read.Weights, read.Bias);
        return true;
    }

    /// <summary>Writes the weights of a unit as bytes.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="inputScale">What a step of its input is worth.</param>
    /// <param name="writer">The graph.</param>
    /// <param name="domain">Operator set of <c>DequantizeLinear</c>.</param>
    /// <param name="name">Gives new names.</param>
    /// <param name="rows">Output channels that are wanted.</param>
    /// <returns>The weights, and the bias where it has one, as numbers.</returns>
    public string[] Write(QuantizableUnit unit, float inputScale, GraphWriter writer, string domain, Func<string> name, Range? rows = null)
    {
        var (shape, all, bias) = _taken[unit];
        var length = all.Length / shape[0];
        var (first, channels) = (rows ?? ..).GetOffsetAndLength(shape[0]);
        var values = all.AsSpan(first * length, channels * length);
        var (bytes, scales) = (new byte[values.Length], new float[channels]);
        for (var channel = 0; channel < channels; channel++)
        {
            var own = values.Slice(channel * length, length);
            var largest = 0f;
            foreach (var value in own)
            {
                largest = Math.Max(largest, Math.Abs(value));
            }

            // a scale below the smallest normal number would make the bias' scale 0
            scales[channel] = Math.Max(Math.Max(largest / limit, PairStep(own, shape)), 1e-20f);
            for (var i = 0; i < length; i++)
            {
                bytes[(channel * length) + i] = unchecked((byte)(sbyte)Math.Clamp(MathF.Round(own[i] / scales[channel]), -limit, limit));
            }
        }

        var weight = Dequantized(writer, domain, name, writer.Constant(name(), Int8, [channels, .. shape.Skip(1)], bytes), scales, Int8);
        if (bias is null)
        {
            return [weight];
        }

        float[] biasScales = [.. scales.Select(scale => scale * inputScale)];
        var whole = new byte[channels * sizeof(int)];
        for (var channel = 0; channel < channels; channel++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(whole.AsSpan(channel * sizeof(int)), (int)Math.Clamp(Math.Round((double)bias[first + channel] / biasScales[channel]), -0x3fffffff, 0x3fffffff));
        }

        return [weight, Dequantized(writer, domain, name, writer.Constant(name(), Int32, [channels], whole), biasScales, Int32)];
    }

    /// <summary>
    /// The step at which two neighbours of one sign keep to their limit, whichever way both are rounded; 0 where there is none. ONNX Runtime adds up the channels of one place of the window after
    /// those of the place before.
    /// </summary>
    /// <param name="own">Weights of an output channel, <c>[in, k, k]</c>.</param>
    /// <param name="shape">Shape of all of them.</param>
    private float PairStep(ReadOnlySpan<float> own, int[] shape)
    {
        if (pairLimit is not { } limit)
        {
            return 0;
        }

        var (inputs, places) = (shape[1], own.Length / shape[1]);
        var (before, most) = (0f, 0f);
        for (var place = 0; place < places; place++)
        {
            for (var input = 0; input < inputs; input++)
            {
                var value = own[(input * places) + place];
                most = value * before > 0 ? Math.Max(most, Math.Abs(value + before)) : most;
                before = value;
            }
        }

        return most / (limit - 1);
    }

    public static byte[] Raw(float[] values)
    {
        var raw = new byte[values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), values[i]);
        }

        return raw;
    }

    private static string Dequantized(GraphWriter writer, string domain, Func<string> name, string constant, float[] scales, int type)
    {
        var scale = writer.Constant(name(), Float, [scales.Length], Raw(scales));
        var zero = writer.Constant(name(), type, [scales.Length], new byte[scales.Length * (type == Int32 ? sizeof(int) : 1)]);
        return writer.Node("DequantizeLinear", domain, [constant, scale, zero], name(), GraphWriter.Int("axis", 0));
    }

    /// <summary>
    /// Weights [in, out, k, k] of a transposed convolution whose windows do not overlap as [k·k·out, in, 1, 1] of a convolution over pixels, whose channels are then laid side by
    /// side: the channel (i·k + j)·out + c is the pixel in row i and column j of each block.
    /// </summary>
    private static (int[] Shape, float[] Weights, float[]? Bias) Turned(int[] shape, float[] values, float[]? bias)
    {
        var (inputs, outputs, side) = (shape[0], shape[1], shape[2]);
        var turned = new float[values.Length];
        for (var input = 0; input < inputs; input++)
        {
            for (var output = 0; output < outputs; output++)
            {
                for (var place = 0; place < side * side; place++)
                {
                    turned[(((place * outputs) + output) * inputs) + input] = values[(((input * outputs) + output) * side * side) + place];
                }
            }
        }

        return ([side * side * outputs, inputs, 1, 1], turned, bias is null ? null : [.. Enumerable.Range(0, side * side).SelectMany(_ => bias)]);
    }
}
