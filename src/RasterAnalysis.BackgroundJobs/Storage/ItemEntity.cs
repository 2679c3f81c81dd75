using RasterAnalysis.Catalog;
using RasterAnalysis.Json;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>A row of the table of items. What is searched has columns; the whole item is kept as JSON.</summary>
internal sealed class ItemEntity
{
    public required string Id { get; set; }

    public ItemType Type { get; set; }

    public DateTimeOffset Created { get; set; }

    /// <summary>Service name by <see cref="NameKey"/>; null for items without an image service.</summary>
    public string? ServiceName { get; set; }

    public required string Document { get; set; }

    public static ItemEntity From(CatalogItem item) => new()
    {
        Id = item.Id,
        Type = item.Type,
        Created = item.Created,
        ServiceName = item.ServiceName is { } name ? NameKey.Of(name) : null,
        Document = PlanJson.Write(item),
    };

    public CatalogItem ToItem() => PlanJson.Read<CatalogItem>(Document);
}
