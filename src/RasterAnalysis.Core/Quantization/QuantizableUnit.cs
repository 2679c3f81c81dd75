using RasterAnalysis.Onnx;

namespace RasterAnalysis.Quantization;

/// <summary>A node that may compute in bytes, with the nodes behind it that are taken into it.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Node">The node.</param>
/// <param name="Norm">A batch normalisation behind a convolution, which goes into its weights; null for none.</param>
/// <param name="Activation">A node behind it that only cuts numbers off, as <c>Relu</c>; null for none.</param>
/// <param name="Last">Place of its last node in the graph.</param>
internal sealed record QuantizableUnit(QuantizableKind Kind, OnnxNode Node, OnnxNode? Norm, OnnxNode? Activation, int Last)
{
    /// <summary>What it makes.</summary>
    public string Output => (Activation ?? Norm ?? Node).Outputs[0];

    /// <summary>The tensors that it takes, without constants.</summary>
    public IEnumerable<string> Inputs => Kind is QuantizableKind.Convolution or QuantizableKind.TransposedConvolution or QuantizableKind.Passing ? Node.Inputs.Take(1) : Node.Inputs;
}
