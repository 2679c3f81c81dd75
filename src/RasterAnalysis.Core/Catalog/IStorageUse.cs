namespace RasterAnalysis.Catalog;

/// <summary>How much users keep here.</summary>
public interface IStorageUse
{
    /// <summary>Bytes of the files of an owner's items that the service keeps.</summary>
    Task<long> BytesOfAsync(string owner, CancellationToken cancellationToken = default);
}
