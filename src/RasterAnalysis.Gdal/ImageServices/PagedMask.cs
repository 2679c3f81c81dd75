using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.ImageServices;

// The masks of an image service's first band: what its answers masked, and its NoData value. GDAL knows one mask of a band, so each has a
// dataset of its own.
internal sealed class PagedMask : IDisposable
{
    private PagedMask(IReadOnlyList<GdalDataset> sources) => Sources = sources;

    // A pixel is one by all of them.
    public IReadOnlyList<GdalDataset> Sources { get; }

    public static PagedMask Open(PageFolder folder, PixelWindow pages)
    {
        var masked = folder.OpenDataset(pages);
        return new PagedMask(folder.Layout.NoData[0] is null ? [masked] : [masked, folder.OpenDataset(pages, withMask: false)]);
    }

    public void Dispose()
    {
        foreach (var source in Sources)
        {
            source.Dispose();
        }
    }
}
