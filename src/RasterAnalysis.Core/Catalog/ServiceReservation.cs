using RasterAnalysis.Access;

namespace RasterAnalysis.Catalog;

/// <summary>
/// Makes image services without a raster: an item and a name, which the result of a later job fills (<c>docs/reference/arcgis-rest-behaviour.md#an-item-made-before-its-job</c>). Map clients
/// make them before they submit, and look for the result under the item's id.
/// </summary>
public sealed class ServiceReservation(ICatalogStore catalog, TimeProvider time, IAudit audit)
{
    /// <summary>Reserves a name.</summary>
    /// <param name="title">Title of the item; the service's name is made from it.</param>
    /// <param name="folder">Title of a folder of the owner's content; empty for the root.</param>
    /// <param name="owner">Who reserves.</param>
    /// <param name="details">What the user wrote about it.</param>
    /// <param name="cancellationToken">Stops before it is stored.</param>
    /// <exception cref="InvalidRequestException">The title makes no name, or the name is taken.</exception>
    public async Task<CatalogItem> ReserveAsync(string title, string folder, string owner, ItemDetails details, CancellationToken cancellationToken)
    {
        const string Field = "createParameters.name";
        var name = title.Length <= ServiceNames.MaxLength ? ServiceNames.FromTitle(title) : "";
        if (name.Length == 0)
        {
            throw new InvalidRequestException(Field, $"must have at most {ServiceNames.MaxLength} characters, with letters or digits among them.");
        }

        var item = new CatalogItem
        {
            Id = CatalogItem.NewId(),
            Title = title.Trim(),
            Type = ItemType.ImageService,
            Name = name,
            Size = 0,
            Owner = owner,
            Folder = folder,
            Created = time.GetUtcNow(),
            DataPath = "",
            ServiceName = name,
            Details = details,
        };
        if (await catalog.TryAddAsync(item, cancellationToken).ConfigureAwait(false))
        {
            await audit.RecordAsync(new AuditEvent(AuditAction.ItemAdded) { Kind = "item", Target = item.Id, TargetName = item.Title, Detail = "for the result of a job", Owner = owner }).ConfigureAwait(false);
            return item;
        }

        var free = await ServiceNames.FindFreeAsync(catalog, name, cancellationToken).ConfigureAwait(false);
        throw new InvalidRequestException(Field, $"The name '{name}' is taken; '{free}' is free.");
    }
}
