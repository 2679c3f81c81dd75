using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.Inference;
using RasterAnalysis.Tensors;
using OrtElementType = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace RasterAnalysis.OnnxRuntime;

/// <summary>Reads the signature of a loaded network.</summary>
internal static class OnnxSignature
{
    public static NetworkSignature Of(InferenceSession session) => new(
        [.. session.InputNames.Select(name => Tensor(name, session.InputMetadata[name]))],
        [.. session.OutputNames.Select(name => Tensor(name, session.OutputMetadata[name]))]);

    private static NetworkTensor Tensor(string name, NodeMetadata metadata) => metadata.IsTensor
        ? new NetworkTensor(name, ElementType(metadata.ElementDataType), [.. metadata.Dimensions.Select(d => d > 0 ? d : -1)])
        : new NetworkTensor(name, TensorElementType.Other, []);

    private static TensorElementType ElementType(OrtElementType type) => type switch
    {
        OrtElementType.Float => TensorElementType.Float,
        OrtElementType.Float16 => TensorElementType.Float16,
        OrtElementType.Double => TensorElementType.Double,
        OrtElementType.UInt8 => TensorElementType.UInt8,
        OrtElementType.Int8 => TensorElementType.Int8,
        OrtElementType.UInt16 => TensorElementType.UInt16,
        OrtElementType.Int16 => TensorElementType.Int16,
        OrtElementType.Int32 => TensorElementType.Int32,
        OrtElementType.Int64 => TensorElementType.Int64,
        OrtElementType.UInt32 => TensorElementType.UInt32,
        OrtElementType.UInt64 => TensorElementType.UInt64,
        OrtElementType.Bool => TensorElementType.Boolean,
        _ => TensorElementType.Other,
    };
}
