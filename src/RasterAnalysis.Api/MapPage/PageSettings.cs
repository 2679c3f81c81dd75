namespace RasterAnalysis.Api.MapPage;

/// <summary>What the page asks for when it starts.</summary>
/// <param name="Basemap">The basemap; null for none.</param>
internal sealed record PageSettings(BasemapSettings? Basemap)
{
    // pictures are made of answers too, and of the map's own canvas
    private const string Rest = "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

    /// <summary>The page's policy: itself and the service, and the origin of the basemap where there is one.</summary>
    public string Policy() => Basemap is { Origin: var origin }
        ? $"default-src 'self'; img-src 'self' blob: data: {origin}; connect-src 'self' {origin}; {Rest}"
        : $"default-src 'self'; img-src 'self' blob: data:; {Rest}";

    /// <summary>How much other hosts are told of where a request comes from: nothing, but the owner of a basemap who asks for its users.</summary>
    public string Referrer() => Basemap is null ? "same-origin" : "strict-origin-when-cross-origin";
}
