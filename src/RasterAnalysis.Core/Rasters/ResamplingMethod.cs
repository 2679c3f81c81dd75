namespace RasterAnalysis.Rasters;

/// <summary>How imagery is brought onto another grid. Between classes there is nothing in between: for them it is nearest or majority.</summary>
public enum ResamplingMethod
{
    /// <summary>The nearest pixel; the default, as in ArcGIS.</summary>
    Nearest,

    /// <summary>Weighted mean of four pixels.</summary>
    Bilinear,

    /// <summary>Cubic convolution of sixteen pixels.</summary>
    Cubic,

    /// <summary>The value that most of the cells under a pixel have; for pictures only.</summary>
    Majority,
}
