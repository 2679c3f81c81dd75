using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.CloudStores;

/// <summary>One store, as its vendor has it.</summary>
/// <remarks>Thread-safe.</remarks>
internal interface ICloudStore : IDisposable
{
    /// <summary>The address of an object for a while, as <see cref="ICloudStores.SignAsync"/>.</summary>
    Task<Uri> SignAsync(string key, TimeSpan time);

    /// <summary>What lies behind a beginning of keys: at most so much, in no order.</summary>
    Task<IReadOnlyList<CloudObject>> ListAsync(string prefix, int most, CancellationToken cancellationToken);

    /// <summary>Writes an object, as <see cref="ICloudStores.WriteAsync"/>.</summary>
    /// <returns>Bytes that are there now.</returns>
    Task<long> WriteAsync(string key, string file, string contentType, CancellationToken cancellationToken);

    /// <summary>Removes an object, as <see cref="OpenCloudStores.RemoveAsync"/>.</summary>
    Task RemoveAsync(string key, CancellationToken cancellationToken);
}
