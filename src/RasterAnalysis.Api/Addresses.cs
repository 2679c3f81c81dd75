namespace RasterAnalysis.Api;

/// <summary>Addresses that answers give.</summary>
internal static class Addresses
{
    /// <summary>The address under which a client reached this service, with a trailing slash.</summary>
    public static Uri Base(HttpRequest request) => new($"{request.Scheme}://{request.Host}{request.PathBase}/");

    public static string Item(Uri baseAddress, string itemId) => $"{baseAddress}api/v1/items/{itemId}";

    public static string ItemData(Uri baseAddress, string itemId) => $"{baseAddress}api/v1/items/{itemId}/data";

    public static string MemberData(Uri baseAddress, string itemId, int number) => $"{baseAddress}api/v1/items/{itemId}/rasters/{number}/data";

    public static string ItemAccuracy(Uri baseAddress, string itemId) => $"{baseAddress}api/v1/items/{itemId}/accuracy";

    public static string ItemAreas(Uri baseAddress, string itemId) => $"{baseAddress}api/v1/items/{itemId}/areas";

    public static string ItemFeatures(Uri baseAddress, string itemId) => $"{baseAddress}api/v1/items/{itemId}/features";

    public static string Job(Uri baseAddress, string jobId) => $"{baseAddress}api/v1/jobs/{jobId}";

    public static string FeatureServer(Uri baseAddress, string serviceName) =>
        $"{baseAddress}arcgis/rest/services/Hosted/{Uri.EscapeDataString(serviceName)}/FeatureServer";

    public static string ImageServer(Uri baseAddress, string serviceName) =>
        $"{baseAddress}arcgis/rest/services/Hosted/{Uri.EscapeDataString(serviceName)}/ImageServer";
}
