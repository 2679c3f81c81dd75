using RasterAnalysis.ArcGis;

namespace RasterAnalysis.Api.CrossOrigin;

/// <summary>
/// Whether a request comes from a page of another origin, as browsers say it: <c>Sec-Fetch-Site</c> (Fetch Metadata), where it is missing <c>Origin</c>, where that is missing too
/// <c>Referer</c>. A page cannot leave out or forge the first two. What none of them says comes from no page: scripts, programs and other services send none.
/// </summary>
/// <param name="origins">Whose pages may ask.</param>
internal sealed class CrossSiteRule(AllowedOrigins origins) : ICrossSiteRule
{
    private const string FetchSite = "Sec-Fetch-Site";

    /// <inheritdoc/>
    public string? Fault(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origins.Any || origins.Listed.Contains(origin))
        {
            return null;
        }

        // "none" is what somebody typed or opened; another port of the same host is "same-site", and another page
        var site = request.Headers[FetchSite].ToString();
        var isOther = site.Length > 0 ? site is not ("same-origin" or "none") : origin.Length > 0 ? !IsOwn(request, origin) : !IsOwn(request, PageOf(request));
        return isOther
            ? $"is {(origin.Length > 0 ? $"'{origin}'" : "that of another page")}, whose pages may change nothing here; the operator of this service can list it in RasterAnalysis__Cors__Origins." : null;
    }

    /// <summary>The page that <c>Referer</c> names; empty for none. ArcGIS's clients outside of browsers put words of their own there (<c>@esri/arcgis-rest-js</c>), which are no page.</summary>
    private static string PageOf(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer.ToString(), UriKind.Absolute, out var page) && page.Scheme is "http" or "https" ? page.OriginalString : "";

    /// <summary>Whether an address is of this service; schemes may differ behind a proxy. No address counts as own.</summary>
    private static bool IsOwn(HttpRequest request, string address) =>
        address.Length == 0
        || (Uri.TryCreate(address, UriKind.Absolute, out var parsed) && request.Host.HasValue
            && HostString.FromUriComponent(parsed).Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase)
            && (request.Host.Port is not { } port || port == parsed.Port));
}
