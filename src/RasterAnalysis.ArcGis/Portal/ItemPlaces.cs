using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;
using RasterAnalysis.Features;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary>Where items lie on Earth.</summary>
/// <param name="renderer">Projects extents.</param>
/// <param name="tables">Opens features.</param>
internal sealed class ItemPlaces(IRasterRenderer renderer, IFeatureTables tables)
{
    /// <summary>The rectangle around an item in longitude and latitude; null where it lies nowhere. A raster that cannot be projected is an item none the less.</summary>
    public Extent? Of(CatalogItem item)
    {
        try
        {
            var (own, reference) = item.Type == ItemType.FeatureService ? OfFeatures(item)
                : item.Raster is { } raster ? (raster.Extent, EsriSpatialReference.Of(raster))
                : ((Extent?)null, null);
            return own is not { } extent || reference is null ? null
                : EsriSpatialReference.AreSame(reference, SpatialReference.Wgs84) ? extent
                : renderer.Transform(extent, reference, SpatialReference.Wgs84);
        }
        catch (RasterAccessException)
        {
            return null;
        }
    }

    private (Extent? Extent, SpatialReference? Reference) OfFeatures(CatalogItem item)
    {
        if (item.IsReserved)
        {
            return default;
        }

        using var table = tables.Open(item.DataPath);
        return (table.Extent, table.Reference);
    }
}
