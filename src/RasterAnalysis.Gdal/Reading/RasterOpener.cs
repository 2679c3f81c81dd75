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
        if (spec.Members is null && PageFolder.TryOpen(spec.Path) is { } service)
        {
            return PagedRasterReader.Open(spec, service, pages ?? throw new RasterAccessException("Image services cannot be read here."));
        }

        return spec.Members is null ? OpenOne(spec) : MosaicReader.Open(spec);
    }

    // Opens a file or a stack of files.
    internal static IRasterReader OpenOne(RasterReadSpec spec) => RasterStackPath.FileOf(spec.Path) is null ? GdalRasterReader.Open(spec) : StackReader.Open(spec);
}
