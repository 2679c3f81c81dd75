namespace RasterAnalysis.Rasters;

/// <summary>How imagery is brought onto another grid. Classes are never interpolated, whatever is chosen here.</summary>
public enum ResamplingMethod
{
    /// <summary>The nearest pixel; the default, as in ArcGIS.</summary>
    Nearest,

    /// <summary>Weighted mean of four pixels.</summary>
    Bilinear,

    /// <summary>Cubic convolution of sixteen pixels.</summary>
    Cubic,
}
