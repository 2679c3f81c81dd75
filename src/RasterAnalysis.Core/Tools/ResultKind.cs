namespace RasterAnalysis.Tools;

/// <summary>What a job of a tool leaves behind.</summary>
public enum ResultKind
{
    /// <summary>An imagery layer: an item with a GeoTIFF and an image service.</summary>
    Raster,

    /// <summary>JSON that stands with the job.</summary>
    Value,
}
