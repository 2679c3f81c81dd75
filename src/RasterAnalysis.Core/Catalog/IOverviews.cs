namespace RasterAnalysis.Catalog;

/// <summary>Makes overviews of uploaded rasters that need them, so that pictures of them are quick. The item is there already, and is shown without them until then.</summary>
public interface IOverviews
{
    /// <summary>Takes an item in; it is looked at when the ones before it are done. Other items than uploaded rasters are left alone.</summary>
    void Add(CatalogItem item);
}
