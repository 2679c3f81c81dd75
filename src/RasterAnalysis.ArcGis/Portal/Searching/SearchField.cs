using RasterAnalysis.Catalog;

namespace RasterAnalysis.ArcGis.Portal.Searching;

/// <summary>A field of items that queries name.</summary>
/// <param name="Name">Its name in queries, lower case.</param>
/// <param name="IsWhole">Whether its value is compared whole, as ids are, rather than by words.</param>
/// <param name="ValuesOf">An item's values.</param>
internal sealed record SearchField(string Name, bool IsWhole, Func<CatalogItem, IEnumerable<string>> ValuesOf)
{
    private static readonly SearchField[] Fields =
    [
        new("id", true, item => [item.Id]),
        new("owner", true, item => [item.Owner]),
        new("title", false, item => [item.Title]),
        new("type", false, item => [item.Type.WireName()]),
        new("typekeywords", false, ItemResource.TypeKeywords),
        new("tags", false, item => item.Details.Tags),
        new("snippet", false, item => [item.Details.Snippet]),
        new("description", false, item => [item.Details.Description]),
        new("name", false, item => [item.ServiceName ?? item.Name]),
        new("accessinformation", false, item => [item.Details.AccessInformation]),
        new("culture", true, item => [item.Details.Culture]),
        new("access", true, _ => ["public"]),
        new("orgid", true, _ => [PortalDescription.OrgId]),
        new("accountid", true, _ => [PortalDescription.OrgId]),

        // there are no groups, so nothing is in one
        new("group", true, _ => []),
    ];

    /// <summary>Where a term is looked for that names no field.</summary>
    public static IReadOnlyList<SearchField> Usual { get; } =
        [.. Fields.Where(usual => usual.Name is "title" or "tags" or "snippet" or "description" or "type" or "typekeywords" or "name" or "accessinformation")];

    /// <summary>The names of all fields.</summary>
    public static IEnumerable<string> Names => Fields.Select(known => known.Name);

    /// <summary>The field of a name, in any case; null when there is none.</summary>
    public static SearchField? Find(string name) => Array.Find(Fields, known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
