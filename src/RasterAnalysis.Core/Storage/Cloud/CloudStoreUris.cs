namespace RasterAnalysis.Storage.Cloud;

/// <summary>Which paths lie in cloud stores. <c>/cloudStores/</c> is also another spelling of <c>/rasterStores/</c>, for stores that have been moved.</summary>
internal static class CloudStoreUris
{
    /// <summary>The address of what a path names in a cloud store; null when it lies in a raster store, if anywhere.</summary>
    /// <param name="cloud">The cloud stores.</param>
    /// <param name="stores">The raster stores.</param>
    /// <param name="uri">The path; anybody may have written it.</param>
    /// <param name="field">The request's field, for faults.</param>
    /// <exception cref="InvalidRequestException">There is no such store, or the path names no object.</exception>
    public static Uri? Find(ICloudStores cloud, RasterStores stores, string uri, string field)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        ArgumentNullException.ThrowIfNull(stores);
        if (CloudStorePath.TryParse(uri) is not { } path || stores.Names.Contains(path.Store, StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        return cloud.Has(path.Store) ? CloudAddress.Of(path.Store, path.Key(field)) : throw new InvalidRequestException(
            field, $"There is no cloud store '{(path.Store.Length <= 100 ? path.Store : path.Store[..100] + "…")}'. "
                + (cloud.Names.Count == 0 ? "The settings name none (RasterAnalysis__CloudStores__<name>)." : $"Cloud stores: {string.Join(", ", cloud.Names)}."));
    }
}
