namespace RasterAnalysis.ArcGis.ServicesDirectory;

/// <summary>
/// The ArcGIS version whose contract this is. From 10.8 on clients send <c>processAllRasterItems</c>; each later version of an image service
/// makes the JavaScript SDK ask for more side resources.
/// </summary>
internal static class ArcGisVersion
{
    /// <summary>As a number, as services carry it.</summary>
    public const decimal Current = 10.91m;

    /// <summary>As a text, as the server's information carries it.</summary>
    public const string Full = "10.9.1";
}
