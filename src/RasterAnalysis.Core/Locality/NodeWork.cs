using RasterAnalysis.Onnx;

namespace RasterAnalysis.Locality;

/// <summary>How much a node has to compute, so that one graph can be weighed against another.</summary>
internal static class NodeWork
{
    /// <summary>Multiplications of a convolution or a product; one for each element of anything else.</summary>
    public static double Of(OnnxNode node, IReadOnlyDictionary<string, TensorFact> facts)
    {
        double Count(string name) => facts.TryGetValue(name, out var fact) && fact.IsData ? fact.Count : 0;
        var elements = node.Outputs.Sum(Count);
        return node.Operator switch
        {
            // each output channel has its part of the weights
            "Conv" or "com.microsoft.FusedConv" or "com.microsoft.nchwc.Conv" or "com.microsoft.NhwcConv" or "ConvInteger" when Shape(node, 1, facts) is [> 0, .. var rest] => elements * Product(rest),
            "QLinearConv" or "com.microsoft.QLinearConv" when Shape(node, 3, facts) is [> 0, .. var rest] => elements * Product(rest),

            // each input element goes out through its channel's part
            "ConvTranspose" when Shape(node, 1, facts) is [> 0, .. var rest] => Count(node.Input(0)) * Product(rest),
            "MatMul" or "com.microsoft.FusedMatMul" or "Gemm" when Shape(node, 0, facts) is [.., var last] => elements * last,
            _ => elements,
        };
    }

    private static int[]? Shape(OnnxNode node, int input, IReadOnlyDictionary<string, TensorFact> facts) => facts.GetValueOrDefault(node.Input(input))?.Shape;

    private static double Product(int[] lengths) => lengths.Aggregate(1.0, (product, length) => product * length);
}
