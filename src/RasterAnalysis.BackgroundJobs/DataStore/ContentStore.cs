using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using RasterAnalysis.CloudStores;
using RasterAnalysis.Files;
using RasterAnalysis.Rasters;
using RasterAnalysis.Storage;
using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.BackgroundJobs.DataStore;

/// <summary>
/// The data store itself: contents under their hashes, each written whole, and small documents. What comes back is what was written, by length and hash, or it is refused. A store that does not
/// answer is asked again (<see cref="StorePatience"/>).
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ContentStore(OpenCloudStores stores, CloudStorePath place, DataLayout layout, TimeProvider time, ILogger<ContentStore> logger) : IDisposable
{
    /// <summary>Begins the names of contents, which go on with two digits of the hash, so that they can be listed part by part.</summary>
    public const string ContentFolder = "content";

    private const int Tries = 3;
    private const int LongestDocument = 1 << 28;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http = CloudStoreConnections.CreateClient(Timeout.InfiniteTimeSpan);

    /// <summary>The place as the setting names it.</summary>
    public string Name => $"{CloudStorePath.Prefix}{place.Store}/{place.Path}";

    /// <summary>The name of a content.</summary>
    public static string NameOf(string sha256) => $"{ContentFolder}/{sha256[..2]}/{sha256}";

    /// <summary>Writes a file under its hash, whole or not at all. Again where it is there already: what is written anew is not swept.</summary>
    /// <exception cref="RasterAccessException">The store does not take it.</exception>
    public Task PutAsync(string path, string sha256, CancellationToken cancellationToken) => TryAsync(
        async () =>
        {
            await stores.WriteAsync(AddressOf(NameOf(sha256)), path, "application/octet-stream", cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>Fetches a content into a new file.</summary>
    /// <exception cref="RasterAccessException">The store does not give it, or has another content in its place; nothing is there then.</exception>
    public async Task GetAsync(StoredFile file, string path, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (length, hash) = await TryAsync(() => FetchAsync(file, path, cancellationToken), cancellationToken);
            if (length == file.Length && hash == file.Sha256)
            {
                return;
            }

            File.Delete(path);
            var fault = $"The data store has damaged content for '{file.Path}' ({NameOf(file.Sha256)}): {file.Length} bytes with the SHA-256 {file.Sha256} were written, "
                + $"and {(length > file.Length ? "more" : $"{length} with {hash}")} came back.";
            if (attempt == Tries)
            {
                logger.LogError("{Fault}", fault);
                throw new RasterAccessException(fault + " It is not used; its operator has to put it back from a copy.");
            }

            logger.LogWarning("{Fault} It is fetched again", fault);
        }
    }

    /// <summary>Reads a document; null where there is none.</summary>
    /// <exception cref="RasterAccessException">The store does not give it.</exception>
    public Task<string?> FindAsync(string name, CancellationToken cancellationToken) => TryAsync<string?>(
        async () =>
        {
            using var memory = new MemoryStream();
            return await ReadAsync(name, LongestDocument, bytes => memory.WriteAsync(bytes, cancellationToken), cancellationToken)
                ? Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length) : null;
        },
        cancellationToken);

    /// <summary>Writes a document in place of another, whole or not at all.</summary>
    /// <exception cref="RasterAccessException">The store does not take it.</exception>
    public async Task WriteAsync(string name, string text, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(layout.UploadFolder);
        var path = Path.Combine(layout.UploadFolder, $"document-{Guid.NewGuid():N}");
        try
        {
            WholeFile.Write(path, text);
            await TryAsync(
                async () =>
                {
                    await stores.WriteAsync(AddressOf(name), path, "application/json", cancellationToken);
                    return true;
                },
                cancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Removes a document or a content; one that is not there makes no difference.</summary>
    /// <exception cref="RasterAccessException">The store does not do it.</exception>
    public Task RemoveAsync(string name, CancellationToken cancellationToken) => TryAsync(
        async () =>
        {
            await stores.RemoveAsync(AddressOf(name), cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>What lies in a folder of the store: names as they are written here, of folders with a slash, and times.</summary>
    /// <exception cref="RasterAccessException">The store does not say.</exception>
    public async Task<IReadOnlyList<(string Name, DateTimeOffset? Modified)>> ListAsync(string folder, CancellationToken cancellationToken)
    {
        var found = await TryAsync(() => stores.ListAsync(place.Store, $"{place.Path}/{folder}/", int.MaxValue, cancellationToken), cancellationToken);
        return [.. found.Select(entry => (entry.Key[(place.Path.Length + 1)..], entry.Modified))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        stores.Dispose();
    }

    private Uri AddressOf(string name) => CloudAddress.Of(place.Store, $"{place.Path}/{name}");

    private async Task<(long Length, string Sha256)> FetchAsync(StoredFile file, string path, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            await using var target = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);

            // a byte more than it should have shows that it has more
            var isThere = await ReadAsync(
                NameOf(file.Sha256), file.Length + 1,
                bytes =>
                {
                    hash.AppendData(bytes.Span);
                    return target.WriteAsync(bytes, cancellationToken);
                },
                cancellationToken);
            return isThere ? (target.Length, Convert.ToHexStringLower(hash.GetHashAndReset()))
                : throw new RasterAccessException($"The data store has no content for '{file.Path}' ({NameOf(file.Sha256)}).");
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Reads an object, at most so many bytes of it.</summary>
    /// <returns>Whether there is one.</returns>
    private async Task<bool> ReadAsync(string name, long most, Func<ReadOnlyMemory<byte>, ValueTask> take, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(Silence);
        try
        {
            var address = await stores.SignAsync(AddressOf(name), silence.Token);
            using var response = await _http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, silence.Token);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                return false;
            }

            if (response.StatusCode != HttpStatusCode.OK)
            {
                var status = (int)response.StatusCode;
                throw new RasterAccessException($"The data store answered {status} for {name}.", isTransient: status is 408 or 429 or >= 500);
            }

            await using var source = await response.Content.ReadAsStreamAsync(silence.Token);
            var buffer = new byte[1 << 17];
            int read;
            for (var left = most; left > 0 && (read = await source.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), silence.Token)) > 0; left -= read)
            {
                silence.CancelAfter(Silence);
                await take(buffer.AsMemory(0, read));
            }

            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or HttpIOException or SocketException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new RasterAccessException($"The data store does not answer: {exception.Message}", isTransient: true, exception);
        }
    }

    private async Task<T> TryAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        var (begun, patience) = (time.GetTimestamp(), StorePatience.Now);
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await ask();
            }
            catch (RasterAccessException exception) when (exception.IsTransient && time.GetElapsedTime(begun) + pause < patience)
            {
                logger.LogWarning("The data store {Place} does not do what was asked ({Reason}); it is asked again", Name, exception.Message);
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }
}
