namespace RasterAnalysis.Quantization;

/// <summary>Kinds of nodes that ONNX Runtime's CPU provider computes in bytes.</summary>
internal enum QuantizableKind
{
    /// <summary><c>Conv</c> with constant weights.</summary>
    Convolution,

    /// <summary><c>ConvTranspose</c> whose windows do not overlap: a 1×1 convolution whose channels are then laid side by side.</summary>
    TransposedConvolution,

    /// <summary><c>Add</c> of two tensors.</summary>
    Addition,

    /// <summary><c>Concat</c>.</summary>
    Concatenation,

    /// <summary>A node that returns numbers that it takes, in the same scale: <c>MaxPool</c>, <c>Slice</c>, <c>Resize</c>.</summary>
    Passing,
}
