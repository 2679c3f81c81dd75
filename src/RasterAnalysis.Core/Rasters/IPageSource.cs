namespace RasterAnalysis.Rasters;

/// <summary>Fetches blocks of the image services of a job.</summary>
/// <remarks>Not thread-safe: it belongs to the thread of the readers that ask.</remarks>
public interface IPageSource
{
    /// <summary>Fetches blocks and waits until all are there.</summary>
    /// <param name="path">The image service, as in <see cref="ImageServicePath"/>.</param>
    /// <param name="windows">Blocks, in pixels of the service's grid; they must not overlap.</param>
    /// <returns>Files that together cover each window once: a service that refuses a block gives it in smaller ones.</returns>
    /// <exception cref="RasterAccessException">The service does not give a block; the text says why, without tokens.</exception>
    IReadOnlyList<PageFile> Fetch(string path, IReadOnlyList<PixelWindow> windows);
}
