namespace RasterAnalysis.Quantization;

/// <summary>Kinds of nodes that ONNX Runtime's CUDA provider computes in 16 bits.</summary>
internal enum HalfKind
{
    /// <summary>It multiplies with constant weights and adds up, in 32 bits: a convolution or a product of matrices. What 16 bits save is saved here.</summary>
    Multiplying,

    /// <summary>Its results are of other sizes than what it takes: <c>Add</c>, <c>Mul</c>, activations.</summary>
    Elementwise,

    /// <summary>It returns numbers that it takes, or what lies between them: <c>MaxPool</c>, <c>Concat</c>, <c>Slice</c>, <c>Relu</c>, <c>Resize</c>.</summary>
    Passing,
}
