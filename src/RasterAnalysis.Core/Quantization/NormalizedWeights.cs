using RasterAnalysis.Onnx;

namespace RasterAnalysis.Quantization;

/// <summary>Weights of convolutions with what a batch normalisation behind them does: a factor and an offset for each output channel.</summary>
internal static class NormalizedWeights
{
    /// <summary>Reads them.</summary>
    /// <param name="node">A <c>Conv</c>, or a <c>ConvTranspose</c> whose channels are in one group.</param>
    /// <param name="norm">The normalisation; null for none.</param>
    /// <param name="shape">Lengths of the weights.</param>
    /// <param name="weights">The file's constants.</param>
    /// <returns>Weights as they lie in the file, and the bias; null where they are of another type or no finite numbers.</returns>
    public static (float[] Weights, float[]? Bias)? TryRead(OnnxNode node, OnnxNode? norm, int[] shape, OnnxWeights weights)
    {
        var isTransposed = node.Operator == "ConvTranspose";
        var channels = isTransposed ? shape[1] * (int)node.Int("group", 1) : shape[0];
        var hasBias = node.Input(2).Length > 0;
        if (weights.TryRead(node.Input(1), shape.Aggregate(1L, (product, side) => product * side)) is not { } values
            || (hasBias ? weights.TryRead(node.Input(2), channels) : null) is var bias && hasBias && bias is null)
        {
            return null;
        }

        if (norm is not null && !Fold(norm, channels, values.Length / (isTransposed ? shape[0] * channels : channels), weights, values, ref bias))
        {
            return null;
        }

        return Array.TrueForAll(values, float.IsFinite) && (bias is null || Array.TrueForAll(bias, float.IsFinite)) ? (values, bias) : null;
    }

    /// <summary>Whether a node is a normalisation by constants.</summary>
    public static bool IsConstant(OnnxNode node, OnnxWeights weights) =>
        node.Operator == "BatchNormalization" && node.Inputs.Count == 5 && node.Inputs.Skip(1).All(weights.Has) && node.Int("training_mode", 0) == 0;

    /// <param name="norm">The normalisation.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="length">Weights of a channel that lie one behind the other.</param>
    /// <param name="weights">The file's constants.</param>
    /// <param name="values">The weights.</param>
    /// <param name="bias">The bias.</param>
    private static bool Fold(OnnxNode norm, int channels, int length, OnnxWeights weights, float[] values, ref float[]? bias)
    {
        var parts = norm.Inputs.Skip(1).Select(name => weights.TryRead(name, channels)).ToArray();
        if (parts is not [{ } gamma, { } beta, { } mean, { } variance])
        {
            return false;
        }

        var epsilon = norm.Attribute("epsilon")?.Float ?? 1e-5f;
        var (factors, folded) = (new double[channels], new float[channels]);
        for (var channel = 0; channel < channels; channel++)
        {
            factors[channel] = gamma[channel] / Math.Sqrt((double)variance[channel] + epsilon);
            folded[channel] = (float)((((bias?[channel] ?? 0) - mean[channel]) * factors[channel]) + beta[channel]);
        }

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(values[i] * factors[i / length % channels]);
        }

        bias = folded;
        return true;
    }
}
