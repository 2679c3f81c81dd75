namespace RasterAnalysis.Rasters;

/// <summary>
/// A coordinate system as a user names it (ArcGIS's <c>{"wkid"}</c>, <c>{"latestWkid"}</c> or <c>{"wkt"}</c>) or as a raster carries it.
/// One of the two is set; GDAL makes sense of it.
/// </summary>
/// <param name="Wkid">Well-known id of EPSG or Esri, for example 4326 or 102100; null when only the text is known.</param>
/// <param name="Wkt">Well-known text; null when only the id is known.</param>
public sealed record SpatialReference(int? Wkid, string? Wkt)
{
    /// <summary>Longitude and latitude on WGS 84, in degrees.</summary>
    public static SpatialReference Wgs84 { get; } = new(4326, null);

    /// <summary>What GDAL's <c>OSRSetFromUserInput</c> takes. Ids from 32768 up that EPSG does not use are Esri's.</summary>
    public string UserInput =>
        Wkid is { } wkid ? FromWkid(wkid) : Wkt ?? throw new InvalidOperationException("A spatial reference has an id or a text.");

    private static string FromWkid(int wkid) => wkid switch
    {
        // Esri's older names of Web Mercator
        102100 or 102113 or 3785 or 900913 => "EPSG:3857",
        > 32767 when wkid is >= 37000 and < 38000 or >= 53000 and < 55000 or >= 102000 and < 105000 => $"ESRI:{wkid}",
        _ => $"EPSG:{wkid}",
    };

    /// <inheritdoc/>
    public override string ToString() => Wkid is { } wkid ? FromWkid(wkid) : Wkt ?? "none";
}
