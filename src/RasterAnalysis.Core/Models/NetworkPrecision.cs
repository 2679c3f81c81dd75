namespace RasterAnalysis.Models;

/// <summary>What a network computes in.</summary>
public enum NetworkPrecision
{
    /// <summary>As it is in its file.</summary>
    Float32,

    /// <summary>Convolutions in 8 bits, in scales that fit the raster of the job.</summary>
    Int8,

    /// <summary>What loses little so in floating-point numbers of 16 bits; on GPUs.</summary>
    Float16,
}
