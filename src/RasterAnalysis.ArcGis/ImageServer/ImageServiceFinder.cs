using RasterAnalysis.Catalog;

namespace RasterAnalysis.ArcGis.ImageServer;

/// <summary>The one place where the name of an image service becomes what it shows: an item, or what a running job has finished of its raster.</summary>
internal sealed class ImageServiceFinder(CallerCatalog catalog, IPartialResults? running = null)
{
    /// <summary>Finds a service by its name, in any case.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async Task<ImageService> FindAsync(string name, CancellationToken cancellationToken) =>
        ImageService.Of(await ItemAsync(name, cancellationToken)) ?? throw new NotFoundException("image service", name);

    private async Task<CatalogItem?> ItemAsync(string name, CancellationToken cancellationToken)
    {
        var item = await catalog.FindServiceAsync(name, cancellationToken);
        return item is null or { IsReserved: true } && running is not null ? await SeenAsync(name, cancellationToken) ?? item : item;
    }

    /// <summary>What a job of theirs has finished.</summary>
    private async Task<CatalogItem?> SeenAsync(string name, CancellationToken cancellationToken) =>
        await running!.FindAsync(name, cancellationToken) is { } partial && catalog.Caller.MaySee(partial.Owner, partial.Access, partial.SharedWith) ? partial : null;
}
