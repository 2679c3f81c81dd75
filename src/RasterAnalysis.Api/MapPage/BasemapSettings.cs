using System.Globalization;

namespace RasterAnalysis.Api.MapPage;

/// <summary>The basemap that the page lays under everything else: section <c>RasterAnalysis:Page:Basemap</c> of the settings. None unless the operator names one, since it is another host's.</summary>
/// <param name="Url">Address of the tiles, with <c>{z}</c>, <c>{x}</c> and <c>{y}</c>; or of the capabilities of a WMTS, without them.</param>
/// <param name="Attribution">Whose it is, as its owner wants it said.</param>
/// <param name="Layer">Layer of the WMTS; null for its first.</param>
/// <param name="MaxZoom">The closest zoom that there are tiles of.</param>
internal sealed record BasemapSettings(string Url, string? Attribution, string? Layer, int MaxZoom)
{
    private const string Setting = "RasterAnalysis__Page__Basemap__";
    private const int DeepestZoom = 30;
    private static readonly string[] Places = ["{z}", "{x}", "{y}"];

    /// <summary>Its origin, as browsers write it: what the page may ask beside the service.</summary>
    public string Origin { get; } = OriginOf(Url) ?? "";

    /// <summary>Reads the settings; null where no basemap is named.</summary>
    /// <exception cref="InvalidRequestException">They cannot be used; names each of them.</exception>
    public static BasemapSettings? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("RasterAnalysis:Page:Basemap");
        if (section["Url"]?.Trim() is not { Length: > 0 } url)
        {
            return null;
        }

        var errors = new List<RequestError>();
        var places = Places.Count(place => url.Replace("{-y}", "{y}", StringComparison.Ordinal).Contains(place, StringComparison.Ordinal));
        if (OriginOf(url) is null || places is not (0 or 3))
        {
            errors.Add(new RequestError(
                $"{Setting}Url", $"is '{url}'; it must be an http or https address of tiles with {{z}}, {{x}} and {{y}}, such as https://tiles.example.org/{{z}}/{{x}}/{{y}}.png, or of the capabilities of a WMTS."));
        }

        var zoom = 19;
        if (section["MaxZoom"]?.Trim() is { Length: > 0 } text && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out zoom) && zoom <= DeepestZoom))
        {
            errors.Add(new RequestError($"{Setting}MaxZoom", $"is '{text}'; it must be a whole number from 0 to {DeepestZoom}."));
        }

        return errors.Count == 0 ? new BasemapSettings(url, Text("Attribution"), Text("Layer"), zoom) : throw new InvalidRequestException(errors);

        string? Text(string key) => section[key]?.Trim() is { Length: > 0 } given ? given : null;
    }

    /// <summary>Null where it is no address, or one whose host is not fixed: the page's policy names it.</summary>
    private static string? OriginOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0
        && Uri.CheckHostName(address.IdnHost) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
            ? $"{address.Scheme}://{(address.HostNameType == UriHostNameType.IPv6 ? address.Host : address.IdnHost)}{(address.IsDefaultPort ? "" : $":{address.Port}")}"
            : null;
}
