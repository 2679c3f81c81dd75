using System.Net.Sockets;
using Amazon.Runtime;
using Azure;
using RasterAnalysis.Rasters;
using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.CloudStores;

/// <summary>The operator's stores, by name; names in any case.</summary>
public sealed class OpenCloudStores : ICloudStores, IDisposable
{
    // long enough for the slowest answer, short enough for an address that somebody finds in a log
    private static readonly TimeSpan SignedFor = TimeSpan.FromMinutes(15);
    private readonly Dictionary<string, Lazy<ICloudStore>> _stores;
    private readonly HashSet<string> _writable;

    /// <summary>Nothing is asked of any store before it is used.</summary>
    /// <param name="options">The stores by name.</param>
    public OpenCloudStores(IReadOnlyDictionary<string, CloudStoreOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _stores = options.ToDictionary(pair => pair.Key, pair => new Lazy<ICloudStore>(() => Open(pair.Key, pair.Value)), StringComparer.OrdinalIgnoreCase);
        _writable = options.Where(pair => pair.Value.IsWritable).Select(pair => pair.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => [.. _stores.Keys.Order(StringComparer.OrdinalIgnoreCase)];

    /// <inheritdoc/>
    public bool Has(string store) => _stores.ContainsKey(store);

    /// <inheritdoc/>
    public bool IsWritable(string store) => _writable.Contains(store);

    /// <inheritdoc/>
    public async Task<Uri> SignAsync(Uri address, CancellationToken cancellationToken)
    {
        var (store, key) = Find(address);
        return await AskAsync(store, opened => opened.SignAsync(key, SignedFor), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CloudObject>> ListAsync(string store, string folder, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var found = await AskAsync(store, opened => opened.ListAsync(folder, most, cancellationToken), cancellationToken).ConfigureAwait(false);

        // some stores have an object for the folder itself
        return [.. found.Where(entry => entry.Key.Length > folder.Length && entry.Key.StartsWith(folder, StringComparison.Ordinal))
            .OrderBy(entry => !entry.IsFolder).ThenBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase).Take(most)];
    }

    /// <inheritdoc/>
    public async Task WriteAsync(Uri address, string file, string contentType, CancellationToken cancellationToken)
    {
        var (store, key) = Find(address);
        var (sent, written) = (new FileInfo(file).Length, await AskAsync(store, opened => opened.WriteAsync(key, file, contentType, cancellationToken), cancellationToken).ConfigureAwait(false));
        if (written != sent)
        {
            throw new RasterAccessException($"{CloudAddress.PathOf(address)} has {written} bytes after {sent} were sent.", isTransient: true);
        }
    }

    /// <summary>Removes an object; one that is not there makes no difference.</summary>
    /// <param name="address">A <see cref="CloudAddress"/>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RasterAccessException">The store does not do it.</exception>
    public async Task RemoveAsync(Uri address, CancellationToken cancellationToken)
    {
        var (store, key) = Find(address);
        await AskAsync(
            store,
            async opened =>
            {
                await opened.RemoveAsync(key, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var store in _stores.Values.Where(store => store.IsValueCreated))
        {
            store.Value.Dispose();
        }
    }

    private static (string Store, string Key) Find(Uri address) =>
        CloudAddress.TryRead(address, out var store, out var key) ? (store, key) : throw new ArgumentException("It is no address of a cloud store.", nameof(address));

    private static ICloudStore Open(string name, CloudStoreOptions options) => options.Type switch
    {
        CloudStoreType.S3 => new S3Store(options),
        CloudStoreType.AzureBlob => new AzureBlobStore(options),
        _ => new HttpStore(name, options),
    };

    /// <summary>Has a store do something; what its client throws is said as one of ours, without the address, which may be signed.</summary>
    private async Task<T> AskAsync<T>(string name, Func<ICloudStore, Task<T>> ask, CancellationToken cancellationToken)
    {
        if (!_stores.TryGetValue(name, out var store))
        {
            throw new RasterAccessException($"There is no cloud store '{name}' any more; its operator can name it in RasterAnalysis__CloudStores__{name}__….");
        }

        try
        {
            return await ask(store.Value).ConfigureAwait(false);
        }
        catch (AmazonServiceException exception)
        {
            throw Refused(name, (int)exception.StatusCode, exception.ErrorCode, exception);
        }
        catch (RequestFailedException exception)
        {
            throw Refused(name, exception.Status, exception.ErrorCode, exception);
        }
        catch (Exception exception) when (IsSilence(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw new RasterAccessException($"The cloud store '{name}' does not answer: {exception.Message}", isTransient: true, exception);
        }
    }

    // a server that refuses while it is still being sent something may close the connection first
    private static bool IsSilence(Exception exception) => exception is AmazonClientException or HttpRequestException or SocketException or OperationCanceledException or HttpIOException
        or IOException { InnerException: SocketException };

    private static RasterAccessException Refused(string name, int status, string? code, Exception exception) => new(
        status == 0
            ? $"The cloud store '{name}' does not answer ({code ?? exception.GetType().Name})."
            : $"The cloud store '{name}' answered {status}{(string.IsNullOrEmpty(code) ? "" : $" ({code})")}.",
        status is 0 or 408 or 429 or >= 500, exception);
}
