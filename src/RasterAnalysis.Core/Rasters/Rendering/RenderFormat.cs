namespace RasterAnalysis.Rasters.Rendering;

/// <summary>Encodings of a rendered view.</summary>
public enum RenderFormat
{
    /// <summary>PNG with colours and transparency, eight bits each; of classes by a palette.</summary>
    Png32,

    /// <summary>PNG with colours, white where there is no pixel; of classes by a palette.</summary>
    Png24,

    /// <summary>PNG with at most 256 colours, one of which is transparent where it is needed.</summary>
    Png8,

    /// <summary>Lossy colours without transparency.</summary>
    Jpeg,

    /// <summary>JPEG, but PNG where a pixel is transparent and for rasters of classes, whose colours must not change.</summary>
    JpegOrPng,

    /// <summary>GIF with at most 256 colours, one of which is transparent where it is needed.</summary>
    Gif,

    /// <summary>Windows bitmap without transparency.</summary>
    Bmp,

    /// <summary>The pixel values as a GeoTIFF.</summary>
    Tiff,

    /// <summary>The bare pixel values, little-endian: bands, columns, rows from inner to outer; then a bit for each pixel, 1 where there is one.</summary>
    Bip,

    /// <summary>The bare pixel values, little-endian: columns, rows, bands from inner to outer; then a bit for each pixel, 1 where there is one.</summary>
    Bsq,

    /// <summary>The pixel values as LERC 2 blobs, one for each band, each with the same validity mask.</summary>
    Lerc,
}
