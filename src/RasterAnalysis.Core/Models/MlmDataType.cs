using RasterAnalysis.Tensors;

namespace RasterAnalysis.Models;

/// <summary><c>data_type</c> of MLM's arrays.</summary>
internal static class MlmDataType
{
    private static readonly string[] Known =
    [
        "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32", "float64", "cint16", "cint32", "cfloat32", "cfloat64", "other",
    ];

    /// <summary>The word for a tensor's type.</summary>
    public static string Of(TensorElementType type) => type switch
    {
        TensorElementType.Float => "float32",
        TensorElementType.Double => "float64",
        TensorElementType.Boolean => "uint8",
        _ => type.ToString().ToLowerInvariant(),
    };

    /// <summary>The word for a type of <c>TensorProto.DataType</c>; null for one that has none.</summary>
    public static string? Of(int onnxType) => onnxType switch
    {
        1 => "float32",
        2 => "uint8",
        3 => "int8",
        4 => "uint16",
        5 => "int16",
        6 => "int32",
        7 => "int64",
        9 => "uint8",
        10 => "float16",
        11 => "float64",
        12 => "uint32",
        13 => "uint64",
        _ => null,
    };

    /// <summary>Checks that a field holds such a word.</summary>
    /// <exception cref="ModelPackageException">It does not.</exception>
    public static void Require(MlmField field)
    {
        if (field.Text() is not { } type || !Known.Contains(type, StringComparer.Ordinal))
        {
            throw field.Fail($"must be one of {string.Join(", ", Known)}");
        }
    }
}
