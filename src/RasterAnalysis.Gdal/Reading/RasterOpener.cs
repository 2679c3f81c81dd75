using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Reading;

/// <summary>Opens a raster or a mosaic for reading.</summary>
public static class RasterOpener
{
    /// <summary>Opens what a spec names.</summary>
    /// <exception cref="RasterAccessException">A file cannot be opened, lacks a band, or cannot be projected.</exception>
    public static IRasterReader Open(RasterReadSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.Members is null ? GdalRasterReader.Open(spec) : MosaicReader.Open(spec);
    }
}
