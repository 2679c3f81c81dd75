using RasterAnalysis.Rasters;

namespace RasterAnalysis.Catalog;

/// <summary>Which items are class rasters: results of classifying, and rasters with one band of whole numbers whose values have names.</summary>
public static class ClassRaster
{
    /// <summary>What it takes to be one, as the end of a sentence.</summary>
    public const string Needed = "classified rasters, and of rasters with one band of whole numbers whose values have names.";

    /// <summary>Why an item is none, as the end of a sentence that begins with the item; null when it is one, as far as is known without opening its file.</summary>
    public static string? FaultOf(CatalogItem item) => item switch
    {
        { Type: not ItemType.ImageService } => "is no raster.",
        { Raster: null } => "has no raster yet.",
        { Classes.Count: 0, Raster.Bands: not [_] } => "is imagery, not a class raster: it has several bands.",
        { Classes.Count: 0, Raster.Bands: [var band] } when band.PixelType.IsFloatingPoint() => "is no class raster: its pixels are measurements.",
        _ => null,
    };
}
