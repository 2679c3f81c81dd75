using RasterAnalysis.Tensors;

namespace RasterAnalysis.Checkpoints;

/// <summary>A run of elements in a checkpoint's file, of which tensors are views.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Type">torch's name of its type, for example <c>FloatStorage</c>.</param>
/// <param name="Count">Elements.</param>
internal sealed record CheckpointStorage(string Key, string Type, long Count)
{
    /// <summary>Bytes of an element.</summary>
    public int ElementSize => Type switch
    {
        "DoubleStorage" or "LongStorage" => 8,
        "FloatStorage" or "IntStorage" => 4,
        "HalfStorage" or "BFloat16Storage" or "ShortStorage" => 2,
        "ByteStorage" or "CharStorage" or "BoolStorage" => 1,
        _ => throw new CheckpointFormatException($"The storage '{Shown(Key)}' is a {Shown(Type)}, which no network's weights are."),
    };

    /// <summary>What the elements are, in ONNX's words.</summary>
    public TensorElementType ElementType => Type switch
    {
        "DoubleStorage" => TensorElementType.Double,
        "FloatStorage" => TensorElementType.Float,
        "HalfStorage" => TensorElementType.Float16,
        "LongStorage" => TensorElementType.Int64,
        "IntStorage" => TensorElementType.Int32,
        "ShortStorage" => TensorElementType.Int16,
        "CharStorage" => TensorElementType.Int8,
        "ByteStorage" => TensorElementType.UInt8,
        "BoolStorage" => TensorElementType.Boolean,

        // ONNX has it too, but no runtime here is given it: it is read as 32 bits
        _ => TensorElementType.Other,
    };

    /// <summary>A text of the file, cut to what a message can hold.</summary>
    internal static string Shown(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
