using RasterAnalysis.Catalog;
using RasterAnalysis.Features;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Requests;

/// <summary>The zones of a request: those of an item, or given with it.</summary>
/// <param name="ItemId">The item; null where they are given.</param>
/// <param name="Where">A condition on the item's features; null for all.</param>
/// <param name="NameField">Field of the item with their names; null for the usual one, and where they are given.</param>
/// <param name="Given">The zones, with their names; null where an item is named.</param>
/// <param name="Reference">Coordinate system of what is given.</param>
public sealed record ZoneRequest(string? ItemId, string? Where, string? NameField, IReadOnlyList<InputFeature>? Given, SpatialReference? Reference)
{
    /// <summary>The feature table of the item.</summary>
    /// <param name="item">What was found by its id; null for nothing.</param>
    /// <exception cref="InvalidRequestException">Field <c>zones.itemId</c>: it is not there, or has no features.</exception>
    public string TableOf(CatalogItem? item) => InputResolver.Usable(item, ItemId ?? "", ItemType.FeatureService, "features", "zones.itemId").DataPath;
}
