namespace RasterAnalysis.ArcGis.ImageServer.Rules;

/// <summary>Which raster of a mosaic lies on top.</summary>
internal enum MosaicMethod
{
    /// <summary>The order of the list from which the mosaic was made.</summary>
    None,

    /// <summary>The one whose middle is nearest to the middle of the view.</summary>
    Center,

    /// <summary>The one whose middle is nearest to the mosaic's north-western corner.</summary>
    Northwest,

    /// <summary>By the value of a field.</summary>
    Attribute,

    /// <summary>Only some rasters, the first of them on top.</summary>
    LockRaster,
}
