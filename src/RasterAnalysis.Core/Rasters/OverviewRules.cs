namespace RasterAnalysis.Rasters;

/// <summary>Which rasters need overviews, and where GDAL looks for them.</summary>
public static class OverviewRules
{
    /// <summary>Columns and rows up to which a picture reads the whole raster without ado.</summary>
    public const int LargestWithout = 2048;

    /// <summary>What the name of a file of overviews has more than that of its raster.</summary>
    public const string Extension = ".ovr";
}
