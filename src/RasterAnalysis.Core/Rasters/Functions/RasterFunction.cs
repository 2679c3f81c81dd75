namespace RasterAnalysis.Rasters.Functions;

/// <summary>What is made of pixel values before they are shown or handed out (ArcGIS's raster functions).</summary>
public abstract record RasterFunction
{
    /// <summary>The function whose result this one works on; null for the raster's bands.</summary>
    public RasterFunction? Input { get; init; }

    /// <summary>The functions from the innermost to this one.</summary>
    public IReadOnlyList<RasterFunction> Chain => Input is null ? [this] : [.. Input.Chain, this];
}
