namespace RasterAnalysis.Storage;

/// <summary>Fetches files from the hosts that the settings list.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IRemoteFiles
{
    /// <summary>Fetches a file.</summary>
    /// <param name="address">Where from.</param>
    /// <param name="path">Where to; appears complete or not at all.</param>
    /// <param name="cancellationToken">Stops, and leaves nothing.</param>
    /// <exception cref="Rasters.RasterAccessException">It cannot be fetched; the text says why, without tokens.</exception>
    Task DownloadAsync(Uri address, string path, CancellationToken cancellationToken);
}
