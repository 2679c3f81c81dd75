using RasterAnalysis.Catalog;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>
/// The last items with long documents, as they were read: a mosaic of ten thousand rasters has a megabyte and a half, and every picture and every job asks for it. Whether one is still so, its
/// revision in the database says.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class KeptItems
{
    private const int LongDocument = 1 << 15;
    private const int Most = 8;
    private readonly Lock _lock = new();

    // the one that was used last stands first
    private readonly LinkedList<(long Revision, string? ServiceName, CatalogItem Item)> _items = [];

    /// <summary>An item by its id; null where it is not kept.</summary>
    public (long Revision, CatalogItem Item)? Find(string id) => Find(kept => kept.Item.Id == id);

    /// <summary>An item by its service's name; null where it is not kept.</summary>
    /// <param name="key">The name by <see cref="NameKey"/>.</param>
    public (long Revision, CatalogItem Item)? FindService(string key) => Find(kept => kept.ServiceName == key);

    /// <summary>Keeps an item, where its document is long.</summary>
    public void Keep(ItemEntity entity, CatalogItem item)
    {
        if (entity.Document.Length < LongDocument)
        {
            return;
        }

        lock (_lock)
        {
            Remove(kept => kept.Item.Id == item.Id);
            _items.AddFirst((entity.Revision, entity.ServiceName, item));
            if (_items.Count > Most)
            {
                _items.RemoveLast();
            }
        }
    }

    private (long Revision, CatalogItem Item)? Find(Func<(long Revision, string? ServiceName, CatalogItem Item), bool> isIt)
    {
        lock (_lock)
        {
            if (Remove(isIt) is not { } kept)
            {
                return null;
            }

            _items.AddFirst(kept);
            return (kept.Revision, kept.Item);
        }
    }

    private (long Revision, string? ServiceName, CatalogItem Item)? Remove(Func<(long Revision, string? ServiceName, CatalogItem Item), bool> isIt)
    {
        for (var node = _items.First; node is not null; node = node.Next)
        {
            if (isIt(node.Value))
            {
                _items.Remove(node);
                return node.Value;
            }
        }

        return null;
    }
}
