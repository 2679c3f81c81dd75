namespace RasterAnalysis.Storage.Cloud;

/// <summary>The buckets that the operator has named (<c>RasterAnalysis__CloudStores__name__…</c>). Their keys stay here: what leaves are addresses that are signed for a quarter of an hour.</summary>
/// <remarks>Thread-safe.</remarks>
public interface ICloudStores
{
    /// <summary>Their names, as the settings have them.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Whether there is a store of that name, in any case.</summary>
    bool Has(string store);

    /// <summary>Whether the settings let jobs write into a store.</summary>
    bool IsWritable(string store);

    /// <summary>The http address of an object at this moment, signed where the store is not open to everybody.</summary>
    /// <param name="address">A <see cref="CloudAddress"/>.</param>
    /// <param name="cancellationToken">Stops where a key has to be fetched first.</param>
    /// <exception cref="Rasters.RasterAccessException">There is no such store any more, or no key for it.</exception>
    Task<Uri> SignAsync(Uri address, CancellationToken cancellationToken);

    /// <summary>What lies in a folder: folders first, then objects, by their keys.</summary>
    /// <param name="store">The store.</param>
    /// <param name="folder">The beginning of the keys up to a slash, which it ends with; empty for the store itself.</param>
    /// <param name="most">The most that are listed.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="InvalidRequestException">The store cannot be listed.</exception>
    /// <exception cref="Rasters.RasterAccessException">It does not answer, or not with a list.</exception>
    Task<IReadOnlyList<CloudObject>> ListAsync(string store, string folder, int most, CancellationToken cancellationToken);

    /// <summary>Writes an object, whole or not at all.</summary>
    /// <param name="address">A <see cref="CloudAddress"/>.</param>
    /// <param name="file">The file that it becomes.</param>
    /// <param name="contentType">Its media type.</param>
    /// <param name="cancellationToken">Stops; nothing is there then.</param>
    /// <exception cref="Rasters.RasterAccessException">The store does not take it, or has not got what was sent.</exception>
    Task WriteAsync(Uri address, string file, string contentType, CancellationToken cancellationToken);
}
