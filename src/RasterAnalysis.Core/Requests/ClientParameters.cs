namespace RasterAnalysis.Requests;

/// <summary>
/// What ArcGIS clients send with every request and what means nothing to the tasks here, left aside without a word
/// (<c>docs/reference/arcgis-rest-behaviour.md#what-clients-send-beside</c>).
/// </summary>
internal static class ClientParameters
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "f", "token", "callback", "_ts", "dojo.preventCache", "returnProcessInfo", "outputType", "outputParam", "returnZ", "returnM", "returnTrueCurves",
        "simplifyFeatures", "returnColumnName", "returnFeatureCollection", "returnMessages", "gdbVersion", "tilesOnly",
    };

    /// <summary>Whether a parameter is one of them; <c>env:outSR</c>, <c>env:processSR</c> and every other environment of the GP clients are.</summary>
    public static bool IsIgnored(string name) => Names.Contains(name) || name.StartsWith("env:", StringComparison.OrdinalIgnoreCase);
}
