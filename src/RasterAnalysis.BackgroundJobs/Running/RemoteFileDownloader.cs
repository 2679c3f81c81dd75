using System.Net.Sockets;
using RasterAnalysis.BackgroundJobs.Remote;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>
/// Fetches inputs from the hosts that the settings list, by the rules of <see cref="RemoteConnections"/>.
/// </summary>
internal sealed class RemoteFileDownloader : IRemoteFiles, IDisposable
{
    private readonly HostRules _hosts;
    private readonly JobLimits _limits;
    private readonly HttpClient _client;

    public RemoteFileDownloader(HostRules hosts, JobLimits limits)
    {
        _hosts = hosts;
        _limits = limits;
        _client = RemoteConnections.CreateClient();
    }

    public async Task DownloadAsync(Uri address, string path, CancellationToken cancellationToken)
    {
        var shown = TokenRedaction.RedactAddress(address.ToString());
        if (!_hosts.IsListed(address))
        {
            throw new RasterAccessException($"The host of {shown} is not one that this service may fetch from.");
        }

        var partial = path + ".part";
        try
        {
            using var response = await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                var hint = (int)response.StatusCode is >= 300 and < 400 ? "; redirects are not followed, give the final address" : "";
                throw new RasterAccessException($"{shown} answered {(int)response.StatusCode}{hint}.", (int)response.StatusCode >= 500);
            }

            await using (var source = await response.Content.ReadAsStreamAsync(cancellationToken))
            await using (var target = new FileStream(partial, FileMode.Create, FileAccess.Write))
            {
                await CopyAsync(source, target, shown, cancellationToken);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            throw new RasterAccessException($"{shown} cannot be fetched: {exception.Message}", isTransient: true, exception);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task CopyAsync(Stream source, Stream target, string shown, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 17];
        var total = 0L;
        int read;
        while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
        {
            total += read;
            if (total > _limits.MaxFileBytes)
            {
                throw new RasterAccessException($"{shown} is larger than the {_limits.MaxFileBytes} bytes that the settings allow.");
            }

            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }
}
