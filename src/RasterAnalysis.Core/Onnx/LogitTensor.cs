using RasterAnalysis.Tensors;

namespace RasterAnalysis.Onnx;

/// <summary>A tensor inside a network that is read rather than an output: the scores whose sigmoid the network would return.</summary>
/// <param name="Name">Name in the graph.</param>
/// <param name="ElementType">Element type: floating point.</param>
public sealed record LogitTensor(string Name, TensorElementType ElementType);
