using RasterAnalysis.Onnx;

namespace RasterAnalysis.Quantization;

/// <summary>A node that may compute in 16 bits, with a normalisation behind it that goes into its weights.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Node">The node.</param>
/// <param name="Norm">A batch normalisation behind a convolution; null for none.</param>
/// <param name="Last">Place of its last node in the graph.</param>
/// <param name="Numbers">Places of its inputs that are floating-point numbers, as its results are; of those that it has.</param>
internal sealed record HalfUnit(HalfKind Kind, OnnxNode Node, OnnxNode? Norm, int Last, IReadOnlyList<int> Numbers)
{
    /// <summary>What it makes.</summary>
    public IReadOnlyList<string> Outputs => Norm?.Outputs ?? Node.Outputs;
}
