using Microsoft.AspNetCore.Http;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>What every operation knows of its request; <see cref="EnvelopeFilter"/> reads it before the operation runs.</summary>
/// <param name="Parameters">Query and form.</param>
/// <param name="Format">How to answer.</param>
/// <param name="Callback">Name of the script function around the JSON; null for plain JSON.</param>
/// <param name="BaseAddress">Address under which the client reached this service, without a path of ours, with a trailing slash.</param>
internal sealed record ArcGisRequest(RequestParameters Parameters, ResponseFormat Format, string? Callback, Uri BaseAddress)
{
    /// <summary>The file that came with the request; null when there was none.</summary>
    public UploadedFile? Upload { get; init; }

    /// <summary>Where the services lie.</summary>
    public const string Root = "/arcgis/rest";

    /// <summary>The full address of a path below <see cref="Root"/>, given without a leading slash and already escaped.</summary>
    public string AddressOf(string path) => $"{BaseAddress.AbsoluteUri.TrimEnd('/')}{Root}/{path}";

    /// <summary>The address under which a client reached this service.</summary>
    /// <exception cref="InvalidRequestException">The <c>Host</c> header is missing or is no host.</exception>
    public static Uri BaseAddressOf(HttpRequest request) =>
        request.Host.HasValue
        && Uri.TryCreate($"{request.Scheme}://{request.Host.ToUriComponent()}{request.PathBase.ToUriComponent().TrimEnd('/')}/", UriKind.Absolute, out var address)
            ? address
            : throw new InvalidRequestException("Host", "must be the host's name, with the port if it is not the usual one.");
}
