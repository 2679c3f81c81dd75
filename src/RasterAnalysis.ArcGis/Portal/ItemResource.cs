using System.Text.Json.Nodes;
using RasterAnalysis.Access;
using RasterAnalysis.ArcGis.ServicesDirectory;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary>Items as the portal shows them (<c>docs/reference/arcgis-rest-behaviour.md#the-portal</c>).</summary>
/// <param name="request">The request; addresses are made from its own.</param>
/// <param name="caller">Who asks.</param>
/// <param name="folders">The owner's folders, to give their ids.</param>
/// <param name="places">Says where items lie.</param>
internal sealed class ItemResource(ArcGisRequest request, Caller caller, IReadOnlyList<ContentFolder> folders, ItemPlaces places)
{
    /// <summary>The item's JSON.</summary>
    public JsonObject ToJson(CatalogItem item) => new()
    {
        ["id"] = item.Id,
        ["owner"] = item.Owner,
        ["orgId"] = PortalDescription.OrgId,
        ["created"] = item.Created.ToUnixTimeMilliseconds(),
        ["modified"] = item.Modified.ToUnixTimeMilliseconds(),
        ["name"] = item.ServiceName ?? item.Name,
        ["title"] = item.Title,
        ["type"] = item.Type.WireName(),
        ["typeKeywords"] = EsriJson.Texts(TypeKeywords(item)),
        ["description"] = TextOrNull(item.Details.Description),
        ["snippet"] = TextOrNull(item.Details.Snippet),
        ["tags"] = EsriJson.Texts(item.Details.Tags),
        ["thumbnail"] = ItemThumbnail.IsOf(item) ? ItemThumbnail.Path : null,
        ["documentation"] = null,
        ["extent"] = Extent(item),
        ["categories"] = new JsonArray(),
        ["spatialReference"] = item.Raster is { } raster ? TextOrNull(raster.SpatialReferenceName ?? "") : null,
        ["accessInformation"] = TextOrNull(item.Details.AccessInformation),
        ["licenseInfo"] = TextOrNull(item.Details.LicenseInfo),
        ["culture"] = item.Details.Culture,
        ["properties"] = item.Details.Properties is { } properties ? JsonNode.Parse(properties) : null,
        ["url"] = item.ServiceName is null ? null : request.AddressOf(ServicePaths.ServiceOf(item)),
        ["access"] = AccessName(item.Access),
        ["size"] = item.Size,
        ["ownerFolder"] = FolderOf(item)?.Id,
        ["protected"] = false,
        ["listed"] = false,
        ["numComments"] = 0,
        ["numRatings"] = 0,
        ["avgRating"] = 0,
        ["numViews"] = 0,
        ["itemControl"] = caller.MayChange(item.Owner) ? "admin" : "view",
    };

    /// <summary>Words about the item's kind: those of its type, and those that its user added.</summary>
    public static IEnumerable<string> TypeKeywords(CatalogItem item) =>
        (item.Type switch
        {
            ItemType.DeepLearningPackage => (string[])["Deep Learning", "Raster", "Deep Learning Package"],
            ItemType.FeatureService => ["ArcGIS Server", "Data", "Feature Access", "Feature Service", "Service", "Singlelayer", "Hosted Service"],
            _ => ["ArcGIS Server", "Data", "Image Service", "Service"],
        })
        .Concat(item.Details.TypeKeywords).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whom an item is shared with, in ArcGIS's words.</summary>
    public static string AccessName(ItemAccess access) => access switch { ItemAccess.Public => "public", ItemAccess.Organization => "org", ItemAccess.Shared => "shared", _ => "private" };

    private ContentFolder? FolderOf(CatalogItem item) =>
        folders.FirstOrDefault(folder => folder.Owner == item.Owner && folder.Title.Equals(item.Folder, StringComparison.OrdinalIgnoreCase));

    /// <summary>Two corners in longitude and latitude; empty where it lies nowhere.</summary>
    private JsonArray Extent(CatalogItem item) =>
        places.Of(item) is { } extent ? [EsriJson.Numbers([extent.XMin, extent.YMin]), EsriJson.Numbers([extent.XMax, extent.YMax])] : [];

    private static JsonValue? TextOrNull(string text) => text.Length > 0 ? JsonValue.Create(text) : null;
}
