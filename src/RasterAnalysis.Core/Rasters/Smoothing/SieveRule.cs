namespace RasterAnalysis.Rasters.Smoothing;

/// <summary>Which rule takes small patches away.</summary>
public enum SieveRule
{
    /// <summary>Smallest patches first, until none is left (<c>docs/reference/smoothing.md</c>).</summary>
    Unit,

    /// <summary>What one run of <c>gdal_sieve</c> over the whole raster gives.</summary>
    Gdal,
}
