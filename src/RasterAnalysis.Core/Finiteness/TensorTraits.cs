namespace RasterAnalysis.Finiteness;

/// <summary>What is known of all elements of a tensor, whatever finite numbers the network is given.</summary>
[Flags]
internal enum TensorTraits
{
    /// <summary>Nothing.</summary>
    Unknown = 0,

    /// <summary>They are floating point.</summary>
    Float = 1,

    /// <summary>None is below zero.</summary>
    NonNegative = 2,

    /// <summary>None is zero.</summary>
    NonZero = 4,

    /// <summary>All are above zero.</summary>
    Positive = NonNegative | NonZero,

    /// <summary>Some may be infinite on purpose: a mask of −∞ was put over them.</summary>
    Masked = 8,
}
