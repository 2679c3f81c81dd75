namespace RasterAnalysis.Rasters.Rendering;

/// <summary>Facts about encodings.</summary>
public static class RenderFormatExtensions
{
    /// <summary>Whether it holds pixel values rather than colours.</summary>
    public static bool HoldsValues(this RenderFormat format) => format >= RenderFormat.Tiff;
}
