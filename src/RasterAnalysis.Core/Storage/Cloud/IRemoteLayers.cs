namespace RasterAnalysis.Storage.Cloud;

/// <summary>Files of other servers and of cloud stores that items read where they lie.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IRemoteLayers
{
    /// <summary>Has a file read by ranges, if it can be.</summary>
    /// <param name="address">The file: http, https, or a <see cref="CloudAddress"/>.</param>
    /// <param name="itemFolder">Folder of the item, which exists.</param>
    /// <param name="number">Number of the file among those of the item.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Its path for whoever reads it, and its length in bytes; null where it has to be fetched whole, as what lies at a signed address, which will not hold.</returns>
    /// <exception cref="Rasters.RasterAccessException">It is not given.</exception>
    Task<(string Path, long Bytes)?> TryTakeAsync(Uri address, string itemFolder, int number, CancellationToken cancellationToken);
}
