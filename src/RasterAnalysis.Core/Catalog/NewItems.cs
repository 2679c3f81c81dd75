using RasterAnalysis.Access;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Catalog;

/// <summary>What all new items have in common: rasters are looked at, names are free, and it is recorded who added what.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class NewItems(ICatalogStore catalog, IProcessingInspector inspector, IAudit audit)
{
    /// <summary>Looks at an item's raster: with its grid, bands and classes, and a name for its service.</summary>
    internal async Task<CatalogItem> DescribeRasterAsync(CatalogItem item, CancellationToken cancellationToken)
    {
        var raster = await inspector.DescribeRasterAsync(item.DataPath, item.IsStoreFile, cancellationToken).ConfigureAwait(false);
        var classes = await inspector.ReadClassesAsync(item.DataPath, item.IsStoreFile, cancellationToken).ConfigureAwait(false);
        var name = ServiceNames.FromTitle(item.Title);
        return item with { Raster = raster, Classes = classes, ServiceName = name.Length > 0 ? name : "raster", Warnings = WarningsOf(raster) };
    }

    private static IReadOnlyList<string> WarningsOf(RasterInfo raster) => raster.HasControlAlone
        ? [$"The raster has no geotransform: its image service shows it in pixels of its own, without a coordinate system. Jobs project it by its ground control points or rational polynomials to {raster.SpatialReferenceName}."]
        : [];

    /// <summary>Looks at the rasters of a mosaic, and writes a virtual raster of them for pictures.</summary>
    internal async Task<CatalogItem> DescribeMosaicAsync(CatalogItem item, CancellationToken cancellationToken)
    {
        var raster = await inspector.DescribeMosaicAsync(item.Members, item.DataPath, cancellationToken).ConfigureAwait(false);
        var name = ServiceNames.FromTitle(item.Title);
        return item with { Raster = raster, ServiceName = name.Length > 0 ? name : "mosaic" };
    }

    /// <summary>Adds an item; where the name of its service is taken, under the next one.</summary>
    internal async Task<CatalogItem> AddUnderFreeNameAsync(CatalogItem item)
    {
        var stored = item;
        do
        {
            if (item.ServiceName is { } name)
            {
                stored = item with { ServiceName = await ServiceNames.FindFreeAsync(catalog, name, CancellationToken.None).ConfigureAwait(false) };
            }
        }
        while (!await catalog.TryAddAsync(stored, CancellationToken.None).ConfigureAwait(false)); // somebody else was faster: the next name

        await audit.RecordAsync(new AuditEvent(AuditAction.ItemAdded) { Kind = "item", Target = stored.Id, TargetName = stored.Title, Detail = stored.Name, Owner = stored.Owner }).ConfigureAwait(false);
        return stored;
    }

    /// <summary>Refuses a name that the user gave and somebody else has.</summary>
    /// <exception cref="InvalidRequestException">It is taken, or none.</exception>
    internal async Task RefuseTakenNameAsync(string title, CancellationToken cancellationToken)
    {
        var name = ServiceNames.FromTitle(title);
        if (name.Length == 0)
        {
            throw new InvalidRequestException("name", "must have letters or digits.");
        }

        var free = await ServiceNames.FindFreeAsync(catalog, name, cancellationToken).ConfigureAwait(false);
        if (free != name)
        {
            throw new InvalidRequestException("name", $"The name '{name}' is taken; '{free}' is free.");
        }
    }
}
