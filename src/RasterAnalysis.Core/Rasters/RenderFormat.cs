namespace RasterAnalysis.Rasters;

/// <summary>Encodings of a rendered view.</summary>
public enum RenderFormat
{
    /// <summary>Colours and transparency, eight bits each.</summary>
    Png32,

    /// <summary>Colours without transparency.</summary>
    Png24,

    /// <summary>Lossy colours without transparency.</summary>
    Jpeg,

    /// <summary>The raw pixel values as a GeoTIFF.</summary>
    Tiff,
}
