using System.Globalization;
using System.Text.Json;
using RasterAnalysis.Access;
using RasterAnalysis.Catalog;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Storage;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>A row of the table of items. What is searched has columns; the whole item is kept as JSON, with paths by <see cref="DataLayout.ToStored"/>.</summary>
internal sealed class ItemEntity
{
    public required string Id { get; set; }

    public ItemType Type { get; set; }

    /// <summary>Name of the user, which counts before the one in the document: items change hands.</summary>
    public required string Owner { get; set; }

    /// <summary>Who may look at it; the one place where this stands.</summary>
    public ItemAccess Access { get; set; }

    /// <summary>Ids of the groups that it is shared with; the one place where this stands.</summary>
    public List<string> SharedWith { get; set; } = [];

    /// <summary>Title of the folder by <see cref="NameKey"/>; empty for the root.</summary>
    public string FolderKey { get; set; } = "";

    public DateTimeOffset Created { get; set; }

    /// <summary>Service name by <see cref="NameKey"/>; null for items without an image service.</summary>
    public string? ServiceName { get; set; }

    /// <summary>The job that made the item or is to fill it; the one place where this stands.</summary>
    public string? JobId { get; set; }

    /// <summary>Counts the changes, so that none is lost.</summary>
    public long Revision { get; set; }

    public required string Document { get; set; }

    public static ItemEntity From(CatalogItem item, DataLayout layout) => new()
    {
        Id = item.Id,
        Type = item.Type,
        Owner = item.Owner,
        Access = item.Access,
        SharedWith = [.. item.SharedWith],
        FolderKey = NameKey.Of(item.Folder),
        Created = item.Created,
        ServiceName = item.ServiceName is { } name ? NameKey.Of(name) : null,
        JobId = item.JobId,
        Document = Write(item, layout),
    };

    /// <summary>Takes a changed item over; what <see cref="ICatalogStore.ChangeAsync"/> does not change stays.</summary>
    public void Change(CatalogItem item, DataLayout layout)
    {
        FolderKey = NameKey.Of(item.Folder);
        Access = item.Access;
        SharedWith = [.. item.SharedWith];
        Document = Write(item, layout);
        Revision++;
    }

    private static string Write(CatalogItem item, DataLayout layout) => PlanJson.Write(WithPaths(item, layout.ToStored) with { JobId = null, Access = ItemAccess.Private, SharedWith = [] });

    private static CatalogItem WithPaths(CatalogItem item, Func<string, string> change) => item with
    {
        DataPath = change(item.DataPath), Members = item.Members.Count == 0 ? item.Members : [.. item.Members.Select(member => member with { Path = change(member.Path) })],
    };

    /// <summary>The item.</summary>
    /// <exception cref="JsonException">The document is none of an item.</exception>
    public CatalogItem ToItem(DataLayout layout) => Mended(WithPaths(PlanJson.Read<CatalogItem>(Document), layout.FromStored) with
    {
        JobId = JobId, Owner = Owner, Access = Access, SharedWith = SharedWith,
    });

    private static CatalogItem Mended(CatalogItem item) => WithPlace(WithSeams(item));

    /// <summary>The first versions took packages in without reading what their graphs say of tiles.</summary>
    private static CatalogItem WithSeams(CatalogItem item) => item.Model is not { Seams: null } model ? item : item with
    {
        Model = model with
        {
            Seams = new SeamReport(
                null, null, int.TryParse(model.Arguments.FirstOrDefault(argument => argument.Name == "padding")?.Value, CultureInfo.InvariantCulture, out var padding) ? padding : 0,
                IsPaddingGiven: false, IsExact: false, [], null),
        },
        Warnings = [.. item.Warnings, "The package was brought to an earlier version, which did not read what its graph says of tiles; each job reads it and says whether it is exact."],
    };

    /// <summary>Earlier versions stored rasters whose extent is not finite, which no answer can say: such a raster is in pixels of its own.</summary>
    private static CatalogItem WithPlace(CatalogItem item) => item.Raster is not { Grid: { IsUsable: false } grid } raster ? item : item with
    {
        Raster = raster with
        {
            Grid = new RasterGrid(grid.Size, GeoTransform.Identity, null), IsGeoreferenced = false, SpatialReferenceName = null, Wkid = null, ControlWkt = null,
        },
        Warnings = [.. item.Warnings, $"The raster's geotransform ({grid.Transform}) gives its pixels no finite places; delete the item and bring the raster again with another."],
    };
}
