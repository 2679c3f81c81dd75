using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.BackgroundJobs.ImageServices;

/// <summary>Speaks to one image service (<c>docs/reference/arcgis-rest-behaviour.md#reading-an-image-service</c>). Its messages name the service without parameters and token.</summary>
/// <param name="http">Sends.</param>
/// <param name="address">The service, without a query.</param>
/// <param name="token">Its token; null for none.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class ImageServiceClient(ServiceHttp http, Uri address, string? token)
{
    private const int Tries = 4;
    private const int MaxJsonBytes = 8 << 20;
    private const int MaxErrorBytes = 1 << 20;
    private volatile bool _givesOnlyAddresses;

    /// <summary>The service for messages.</summary>
    public string Shown { get; } = address.GetLeftPart(UriPartial.Path);

    /// <summary>Asks for JSON.</summary>
    /// <param name="operation">Path below the service; empty for its description.</param>
    /// <param name="parameters">Parameters, without <c>f</c> and token.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="RasterAccessException">It does not answer with JSON, or with an error.</exception>
    public async Task<JsonObject> GetJsonAsync(
        string operation, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancellationToken)
    {
        JsonObject? document = null;
        var fault = await TryOftenAsync(
            async () =>
            {
                (document, var found) = await TryJsonAsync(operation, parameters, cancellationToken);
                return found;
            },
            cancellationToken);
        return fault is null ? document! : throw fault.ToException();
    }

    /// <summary>Fetches a block as TIFF.</summary>
    /// <param name="request">The block and how it is asked for.</param>
    /// <param name="path">Where to; appears complete or not at all.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Null when the file is there.</returns>
    public Task<ServiceFault?> ExportAsync(ExportRequest request, string path, CancellationToken cancellationToken) =>
        TryOftenAsync(() => TryExportAsync(request, path, cancellationToken), cancellationToken);

    private async Task<ServiceFault?> TryExportAsync(ExportRequest request, string path, CancellationToken cancellationToken)
    {
        if (!_givesOnlyAddresses)
        {
            var parameters = WithToken(request.Parameters, "image");
            var fault = await http.SendAsync(
                Operation("exportImage"), parameters, Shown, (response, stop) => SaveAsync(response, request, path, stop), cancellationToken);
            if (fault is not { Kind: ServiceFaultKind.OtherContent })
            {
                return fault;
            }
        }

        // some services do not answer with the picture itself, but with its address
        var (document, noAnswer) = await TryJsonAsync("exportImage", request.Parameters, cancellationToken);
        if (noAnswer is not null)
        {
            return noAnswer;
        }

        if (request.CheckAnswer(document!) is { } difference)
        {
            return new ServiceFault(ServiceFaultKind.Refused, $"{Shown} {difference}");
        }

        if (document!["href"].AsText() is not { } href || !Uri.TryCreate(address, href, out var file) || file.Scheme is not ("http" or "https"))
        {
            return new ServiceFault(ServiceFaultKind.Refused, $"{Shown} answers exportImage neither with a TIFF nor with the address of one.");
        }

        var own = file.Authority.Equals(address.Authority, StringComparison.OrdinalIgnoreCase) && file.Scheme == address.Scheme;
        KeyValuePair<string, string>[] secret = own && token is not null && !file.Query.Contains("token=", StringComparison.OrdinalIgnoreCase) ? [new("token", token)] : [];
        var missing = await http.SendAsync(
            file, secret, file.GetLeftPart(UriPartial.Path), (response, stop) => SaveAsync(response, request, path, stop), cancellationToken);
        _givesOnlyAddresses |= missing is null;
        return missing is { Kind: ServiceFaultKind.OtherContent } ? missing with { Kind = ServiceFaultKind.Refused } : missing;
    }

    private async Task<(JsonObject? Document, ServiceFault? Fault)> TryJsonAsync(
        string operation, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancellationToken)
    {
        JsonObject? document = null;
        var fault = await http.SendAsync(
            Operation(operation), WithToken(parameters, "json"), Shown,
            async (response, stop) =>
            {
                await using var stream = await response.Content.ReadAsStreamAsync(stop);
                var bytes = await ServiceHttp.ReadAsync(stream, MaxJsonBytes, stop);
                document = bytes is null ? null : ParseObject(bytes);
                return bytes is null ? new ServiceFault(ServiceFaultKind.Refused, $"{Shown} answered with more than {MaxJsonBytes >> 20} MiB of JSON.")
                    : document is null ? new ServiceFault(ServiceFaultKind.Refused, $"{Shown} answered with {ContentOf(response)}, which is no JSON object that can be read; check that the address is that of an image service.")
                    : ServiceErrors.OfEnvelope(document, Shown, token);
            },
            cancellationToken);
        return (document, fault);
    }

    private async Task<ServiceFault?> SaveAsync(HttpResponseMessage response, ExportRequest request, string path, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var head = new byte[4];
        var length = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        if (!IsTiff(head.AsSpan(0, length)))
        {
            var rest = await ServiceHttp.ReadAsync(stream, MaxErrorBytes, cancellationToken) ?? [];
            var document = ParseObject([.. head.AsSpan(0, length), .. rest]);
            return (document is null ? null : ServiceErrors.OfEnvelope(document, Shown, token))
                ?? new ServiceFault(ServiceFaultKind.OtherContent, $"{Shown} answered exportImage with {ContentOf(response)} instead of a TIFF.");
        }

        var partial = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            await using (var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write))
            {
                await file.WriteAsync(head, cancellationToken);
                if (!await CopyAsync(stream, file, request.MaxBytes - head.Length, cancellationToken))
                {
                    return new ServiceFault(ServiceFaultKind.Refused, $"{Shown} answered with more than {request.MaxBytes} bytes for {request.Window}.");
                }
            }

            File.Move(partial, path, overwrite: true);
            return null;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private async Task<ServiceFault?> TryOftenAsync(Func<Task<ServiceFault?>> attempt, CancellationToken cancellationToken)
    {
        for (var (number, pause) = (1, http.FirstPause); ; number++, pause *= 2)
        {
            var fault = await attempt();
            if (fault is not { IsTransient: true } || number == Tries)
            {
                return fault;
            }

            await Task.Delay(pause, cancellationToken);
        }
    }

    private static async Task<bool> CopyAsync(Stream source, Stream target, long most, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 17];
        int read;
        while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
        {
            most -= read;
            if (most < 0)
            {
                return false;
            }

            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return true;
    }

    private Uri Operation(string operation) => operation.Length == 0 ? address : new Uri($"{address.AbsoluteUri}/{operation}");

    private List<KeyValuePair<string, string>> WithToken(IEnumerable<KeyValuePair<string, string>> parameters, string format)
    {
        List<KeyValuePair<string, string>> all = [.. parameters, new("f", format)];
        if (token is not null)
        {
            all.Add(new("token", token));
        }

        return all;
    }

    private static JsonObject? ParseObject(byte[] bytes)
    {
        try
        {
            return LenientJson.Parse(new UTF8Encoding(false).GetString(bytes).TrimStart('\uFEFF')) as JsonObject;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // classic and BigTIFF, in either byte order
    private static bool IsTiff(ReadOnlySpan<byte> head) => head is [(byte)'I', (byte)'I', 42 or 43, 0] or [(byte)'M', (byte)'M', 0, 42 or 43];

    private static string ContentOf(HttpResponseMessage response) => ServiceErrors.Clean(response.Content.Headers.ContentType?.MediaType ?? "something without a type", null);
}
