using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.ImageServices;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Gdal.Stacks;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Stacks;

namespace RasterAnalysis.Gdal.Reading;

/// <summary>Opens a raster or a mosaic for reading.</summary>
public static class RasterOpener
{
    /// <summary>Opens what a spec names.</summary>
    /// <param name="spec">What to open, and on which grid.</param>
    /// <param name="pages">Fetches blocks of image services; null where none can be read.</param>
    /// <exception cref="RasterAccessException">A file cannot be opened, lacks a band, or cannot be projected.</exception>
    public static IRasterReader Open(RasterReadSpec spec, IPageSource? pages = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.Members is not null)
        {
            return MosaicReader.Open(spec);
        }

        if (PageFolder.TryOpen(spec.Path) is { } service)
        {
            return PagedRasterReader.Open(spec, service, pages ?? throw new RasterAccessException("Image services cannot be read here."));
        }

        return RasterStackPath.FileOf(spec.Path) is null ? GdalRasterReader.Over(GdalDataset.Open(spec.Path, spec.IsTrusted), spec) : StackReader.Open(spec);
    }
}
