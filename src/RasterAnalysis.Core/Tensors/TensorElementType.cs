namespace RasterAnalysis.Tensors;

/// <summary>Element types of tensors, in ONNX's words.</summary>
public enum TensorElementType
{
    /// <summary>32-bit floating point.</summary>
    Float,

    /// <summary>16-bit floating point.</summary>
    Float16,

    /// <summary>64-bit floating point.</summary>
    Double,

    /// <summary>Unsigned 8-bit.</summary>
    UInt8,

    /// <summary>Signed 8-bit.</summary>
    Int8,

    /// <summary>Unsigned 16-bit.</summary>
    UInt16,

    /// <summary>Signed 16-bit.</summary>
    Int16,

    /// <summary>Signed 32-bit.</summary>
    Int32,

    /// <summary>Signed 64-bit.</summary>
    Int64,

    /// <summary>Unsigned 32-bit.</summary>
    UInt32,

    /// <summary>Unsigned 64-bit.</summary>
    UInt64,

    /// <summary>True or false; only outputs are of this type.</summary>
    Boolean,

    /// <summary>A type that no pixel network has: text, complex.</summary>
    Other,
}
