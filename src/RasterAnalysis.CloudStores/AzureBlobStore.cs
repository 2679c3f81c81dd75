using Azure;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.CloudStores;

/// <summary>A container of Azure Blob Storage.</summary>
internal sealed class AzureBlobStore : ICloudStore
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly CloudStoreOptions _options;
    private readonly BlobContainerClient _container;
    private readonly HttpClient _http;

    public AzureBlobStore(CloudStoreOptions options)
    {
        (_options, _http) = (options, CloudStoreConnections.CreateClient(Patience));
        var (address, client) = (new Uri($"{options.Url!.AbsoluteUri.TrimEnd('/')}/{options.Bucket}"), new BlobClientOptions { Transport = new HttpClientTransport(_http) });

        // the vendor's client tells its requests to whoever listens for traces, with their addresses
        client.Diagnostics.IsDistributedTracingEnabled = false;
        client.Diagnostics.IsLoggingEnabled = false;
        _container = options.SecretKey.Length > 0 ? new BlobContainerClient(address, new StorageSharedKeyCredential(options.AccessKey, options.SecretKey), client)
            : options.SasToken.Length > 0 ? new BlobContainerClient(address, new AzureSasCredential(options.SasToken), client)
            : new BlobContainerClient(address, client);
    }

    public Task<Uri> SignAsync(string key, TimeSpan time)
    {
        var blob = _container.GetBlobClient(key);
        return Task.FromResult(_options.SecretKey.Length > 0 ? blob.GenerateSasUri(BlobSasPermissions.Read, DateTimeOffset.UtcNow + time)
            : _options.SasToken.Length > 0 ? new UriBuilder(blob.Uri) { Query = _options.SasToken }.Uri
            : blob.Uri);
    }

    public async Task<IReadOnlyList<CloudObject>> ListAsync(string prefix, int most, CancellationToken cancellationToken)
    {
        var found = new List<CloudObject>();
        var options = new GetBlobsByHierarchyOptions { Prefix = prefix, Delimiter = "/" };
        await foreach (var item in _container.GetBlobsByHierarchyAsync(options, cancellationToken).ConfigureAwait(false))
        {
            found.Add(item.IsPrefix ? new CloudObject(item.Prefix, null, null) : new CloudObject(item.Blob.Name, item.Blob.Properties.ContentLength, item.Blob.Properties.LastModified));
            if (found.Count >= most)
            {
                break;
            }
        }

        return found;
    }

    public async Task<long> WriteAsync(string key, string file, string contentType, CancellationToken cancellationToken)
    {
        var blob = _container.GetBlobClient(key);
        await using var stream = File.OpenRead(file);
        await blob.UploadAsync(
            stream,
            new BlobUploadOptions
            {
                HttpHeaders = new BlobHttpHeaders { ContentType = contentType }, TransferValidation = new UploadTransferValidationOptions { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 },
            },
            cancellationToken).ConfigureAwait(false);
        return (await blob.GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false)).Value.ContentLength;
    }

    public Task RemoveAsync(string key, CancellationToken cancellationToken) => _container.GetBlobClient(key).DeleteIfExistsAsync(cancellationToken: cancellationToken);

    public void Dispose() => _http.Dispose();
}
