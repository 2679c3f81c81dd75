using System.Net.Sockets;
using System.Text;
using RasterAnalysis.BackgroundJobs.Remote;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.ImageServices;

/// <summary>Sends requests to image services: listed hosts only, bounded answers, bounded time.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ServiceHttp(HostRules hosts) : IDisposable
{
    private const int MaxAddressLength = 1800;
    private readonly HttpClient _client = RemoteConnections.CreateClient();

    /// <summary>How long one request may take in all.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The pause before the second try; each further one is twice as long.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether an address may be asked.</summary>
    public bool IsListed(Uri address) => hosts.IsListed(address);

    /// <summary>Sends one request and has the answer read.</summary>
    /// <param name="address">The operation, without a query.</param>
    /// <param name="parameters">Its parameters; sent as a form when they are long.</param>
    /// <param name="shown">The address for messages.</param>
    /// <param name="read">Reads an answer of HTTP 200.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>What reading found, or why there is nothing.</returns>
    public async Task<ServiceFault?> SendAsync(
        Uri address, IReadOnlyList<KeyValuePair<string, string>> parameters, string shown,
        Func<HttpResponseMessage, CancellationToken, Task<ServiceFault?>> read, CancellationToken cancellationToken)
    {
        if (!hosts.IsListed(address))
        {
            return new ServiceFault(ServiceFaultKind.Refused, $"The host of {shown} is not one that this service may fetch from; its operator can list it in RasterAnalysis__AllowedHosts.");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeLimit);
        try
        {
            using var request = RequestOf(address, parameters);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return ServiceErrors.OfStatus(response.StatusCode, shown) ?? await read(response, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ServiceFault(ServiceFaultKind.Unreachable, $"{shown} did not answer in full within {TimeLimit.TotalSeconds:0} seconds.");
        }
        catch (Exception exception) when (exception is HttpRequestException or HttpIOException or SocketException or IOException { InnerException: SocketException })
        {
            return new ServiceFault(ServiceFaultKind.Unreachable, $"{shown} cannot be reached: {exception.Message}");
        }
    }

    /// <summary>Reads at most so many bytes; null when there are more.</summary>
    public static async Task<byte[]?> ReadAsync(Stream stream, int most, CancellationToken cancellationToken)
    {
        var buffer = new byte[8192];
        using var all = new MemoryStream();
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (all.Length + read > most)
            {
                return null;
            }

            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static HttpRequestMessage RequestOf(Uri address, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        var query = new StringBuilder(address.Query.TrimStart('?'));
        foreach (var (key, value) in parameters)
        {
            query.Append(query.Length > 0 ? "&" : "").Append(key).Append('=').Append(Uri.EscapeDataString(value));
        }

        return address.AbsoluteUri.Length + query.Length <= MaxAddressLength
            ? new HttpRequestMessage(HttpMethod.Get, new UriBuilder(address) { Query = query.ToString() }.Uri)
            : new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(parameters) };
    }
}
