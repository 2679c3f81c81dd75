using RasterAnalysis.Catalog;
using RasterAnalysis.Features;

namespace RasterAnalysis.ArcGis.FeatureServer;

/// <summary>The one place where the name of a feature service becomes what it shows.</summary>
internal sealed class FeatureServiceFinder(CallerCatalog catalog, IFeatureTables tables)
{
    /// <summary>Opens a service by its name, in any case.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async Task<FeatureService> OpenAsync(string name, CancellationToken cancellationToken) =>
        await catalog.FindServiceAsync(name, cancellationToken) is { Type: ItemType.FeatureService, IsReserved: false, ServiceName: { } published } item
            ? new FeatureService(item, published, tables.Open(item.DataPath))
            : throw new NotFoundException("feature service", name);
}
