using System.Text.RegularExpressions;
using RasterAnalysis.CloudStores;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Storage;
using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.BackgroundJobs.Remote;

/// <summary>
/// Asks for files: of hosts that the settings list, by the rules of <see cref="RemoteConnections"/>, and of the operator's cloud stores, whose addresses are signed anew for each request and never
/// shown.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed partial class RemoteRequests(HostRules hosts, ICloudStores stores) : IDisposable
{
    private const int LongestRefusal = 1 << 14;
    private readonly HttpClient _foreign = RemoteConnections.CreateClient();
    private readonly HttpClient _own = CloudStoreConnections.CreateClient(Timeout.InfiniteTimeSpan);

    /// <summary>Sends a request.</summary>
    /// <param name="address">The file: http, https, or a <see cref="CloudAddress"/>.</param>
    /// <param name="prepare">Adds headers.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The answer, of which the head was read.</returns>
    /// <exception cref="RasterAccessException">Its host is not listed.</exception>
    /// <exception cref="HttpRequestException">It does not answer.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri address, Action<HttpRequestMessage> prepare, CancellationToken cancellationToken)
    {
        var isCloud = CloudAddress.PathOf(address) is not null;
        if (!isCloud && !hosts.IsListed(address))
        {
            throw new RasterAccessException($"The host of {Shown(address)} is not one that this service may fetch from.");
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, isCloud ? await stores.SignAsync(address, cancellationToken) : address);
        prepare(request);
        return await (isCloud ? _own : _foreign).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>An address for messages: without what opens it.</summary>
    public static string Shown(Uri address) => CloudAddress.PathOf(address) ?? TokenRedaction.RedactAddress(address.ToString());

    /// <summary>What an answer that is none says of its reason, as <c> (NoSuchKey)</c>: S3 and Azure have a word for each. Empty where there is none.</summary>
    public static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Headers.TryGetValues("x-ms-error-code", out var codes) && codes.FirstOrDefault() is { } code && Word().IsMatch(code))
        {
            return $" ({code})";
        }

        if (response.Content.Headers.ContentType?.MediaType is not ("application/xml" or "text/xml") || response.Content.Headers.ContentLength > LongestRefusal)
        {
            return "";
        }

        try
        {
            var buffer = new byte[LongestRefusal];
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return CodeElement().Match(System.Text.Encoding.UTF8.GetString(buffer, 0, count)) is { Success: true } found ? $" ({found.Groups[1].Value})" : "";
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return "";
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _foreign.Dispose();
        _own.Dispose();
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{0,63}$")]
    private static partial Regex Word();

    [GeneratedRegex("<Code>([A-Za-z][A-Za-z0-9]{0,63})</Code>")]
    private static partial Regex CodeElement();
}
