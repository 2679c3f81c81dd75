using RasterAnalysis.Rasters;

namespace RasterAnalysis.Stac;

/// <summary>An asset of an item.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Href">Where it lies, as the item says.</param>
/// <param name="Alternates">Where else it lies, by the <c>alternate</c> extension.</param>
/// <param name="MediaType">Its type; null for none.</param>
/// <param name="Roles">Its roles.</param>
/// <param name="Bands">Its bands; empty where nothing is said of them.</param>
public sealed record StacAsset(
    string Key, string Href, IReadOnlyList<string> Alternates, string? MediaType, IReadOnlyList<string> Roles, IReadOnlyList<StacBand> Bands)
{
    private static readonly string[] TiffTypes = ["image/tiff", "image/vnd.stac.geotiff", "image/x.geotiff", "image/geotiff"];
    private static readonly string[] AsideRoles = ["thumbnail", "overview", "metadata"];

    /// <summary>Where the item says that it lies; null where it does not say enough.</summary>
    public RasterFootprint? Footprint { get; init; }

    /// <summary>Whether it is a GeoTIFF, by its type, or by its name where it has no type.</summary>
    internal bool IsTiff => MediaType is { } type
        ? TiffTypes.Any(tiff => type.StartsWith(tiff, StringComparison.OrdinalIgnoreCase))
        : HasEnding(".tif", ".tiff");

    /// <summary>Whether it holds pixels that may be classified.</summary>
    internal bool IsRaster => (IsTiff || IsJpeg2000) && !Roles.Any(role => AsideRoles.Contains(role, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether it is said to be data, rather than a picture or a mask.</summary>
    internal bool IsData => Has("data") || Has("reflectance");

    private bool IsJpeg2000 => MediaType is { } type ? type.StartsWith("image/jp2", StringComparison.OrdinalIgnoreCase) : HasEnding(".jp2");

    private bool Has(string role) => Roles.Contains(role, StringComparer.OrdinalIgnoreCase);

    private bool HasEnding(params ReadOnlySpan<string> endings)
    {
        var path = Href.Split('?', '#')[0];
        foreach (var ending in endings)
        {
            if (path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
