using System.Net.Sockets;
using RasterAnalysis.BackgroundJobs.Remote;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>
/// Fetches inputs whole.
/// </summary>
internal sealed class RemoteFileDownloader(RemoteRequests requests, JobLimits limits) : IRemoteFiles
{
    public async Task DownloadAsync(Uri address, string path, CancellationToken cancellationToken)
    {
        var shown = RemoteRequests.Shown(address);
        var partial = path + ".part";
        try
        {
            using var response = await requests.GetAsync(address, _ => { }, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                var hint = (int)response.StatusCode is >= 300 and < 400 ? "; redirects are not followed, give the final address" : "";
                throw new RasterAccessException(
                    $"{shown} answered {(int)response.StatusCode}{await RemoteRequests.ReasonAsync(response, cancellationToken)}{hint}.", (int)response.StatusCode >= 500);
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

    private async Task CopyAsync(Stream source, Stream target, string shown, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 17];
        var total = 0L;
        int read;
        while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
        {
            total += read;
            if (total > limits.MaxFileBytes)
            {
                throw new RasterAccessException($"{shown} is larger than the {limits.MaxFileBytes} bytes that the settings allow.");
            }

            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }
}
