using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.CloudStores;

/// <summary>A folder of a web server: read by everybody, without a list of what is in it.</summary>
internal sealed class HttpStore(string name, CloudStoreOptions options) : ICloudStore
{
    public Task<Uri> SignAsync(string key, TimeSpan time) =>
        Task.FromResult(new Uri($"{options.Url!.AbsoluteUri.TrimEnd('/')}/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}"));

    public Task<IReadOnlyList<CloudObject>> ListAsync(string prefix, int most, CancellationToken cancellationToken) =>
        throw new InvalidRequestException("path", $"The cloud store '{name}' is a web server, which has no list of its files; name them one by one.");

    public Task<long> WriteAsync(string key, string file, string contentType, CancellationToken cancellationToken) =>
        throw new InvalidRequestException("outputStore", $"The cloud store '{name}' is a web server, which takes no results.");

    public Task RemoveAsync(string key, CancellationToken cancellationToken) =>
        throw new InvalidRequestException("path", $"The cloud store '{name}' is a web server, of which nothing is removed.");

    public void Dispose()
    {
        // it has nothing open
    }
}
