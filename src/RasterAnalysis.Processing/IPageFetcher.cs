using RasterAnalysis.Rasters;

namespace RasterAnalysis.Processing;

/// <summary>Fetches what processing instances ask for in the middle of their work: blocks of image services.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IPageFetcher
{
    /// <summary>Fetches blocks; see <see cref="IPageSource.Fetch"/>.</summary>
    /// <param name="path">The image service, as in <see cref="ImageServicePath"/>.</param>
    /// <param name="windows">Blocks that do not overlap.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="RasterAccessException">The service does not give a block; the text says why, without tokens.</exception>
    Task<IReadOnlyList<PageFile>> FetchAsync(string path, IReadOnlyList<PixelWindow> windows, CancellationToken cancellationToken);
}
