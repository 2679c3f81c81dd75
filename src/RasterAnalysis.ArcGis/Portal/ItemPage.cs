using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary>The part of a list of items that a request asks for: <c>start</c> from 1, <c>num</c>, <c>sortField</c>, <c>sortOrder</c>.</summary>
internal sealed record ItemPage(int Start, int Count, Comparison<CatalogItem>? Order)
{
    private const int UsualCount = 10;
    private const int MostCount = 100;

    // every item here has the same number of views, comments and ratings, so an order by them is no order
    private static readonly Dictionary<string, Comparison<CatalogItem>?> Orders = new(StringComparer.OrdinalIgnoreCase)
    {
        ["title"] = (one, other) => string.Compare(one.Title, other.Title, StringComparison.OrdinalIgnoreCase),
        ["name"] = (one, other) => string.Compare(one.ServiceName ?? one.Name, other.ServiceName ?? other.Name, StringComparison.OrdinalIgnoreCase),
        ["type"] = (one, other) => string.CompareOrdinal(one.Type.WireName(), other.Type.WireName()),
        ["owner"] = (one, other) => string.Compare(one.Owner, other.Owner, StringComparison.OrdinalIgnoreCase),
        ["created"] = (one, other) => one.Created.CompareTo(other.Created),
        ["uploaded"] = (one, other) => one.Created.CompareTo(other.Created),
        ["modified"] = (one, other) => one.Modified.CompareTo(other.Modified),
        ["size"] = (one, other) => one.Size.CompareTo(other.Size),
        ["relevance"] = null,
        ["numviews"] = null,
        ["numcomments"] = null,
        ["numratings"] = null,
        ["avgrating"] = null,
    };

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="InvalidRequestException">One of them cannot be taken; carries all the faults.</exception>
    public static ItemPage Parse(RequestParameters parameters)
    {
        var faults = new List<RequestError>();
        var start = Number(parameters, "start", 1, 1, faults);
        var count = Number(parameters, "num", UsualCount, 0, faults);
        Comparison<CatalogItem>? order = null;
        if (parameters["sortField"] is { } field && !Orders.TryGetValue(field, out order))
        {
            faults.Add(new RequestError("sortField", $"must be one of {string.Join(", ", Orders.Keys)}."));
        }

        var isDescending = parameters["sortOrder"] is { } direction && direction.StartsWith("desc", StringComparison.OrdinalIgnoreCase);
        if (!isDescending && parameters["sortOrder"] is { } other && !other.StartsWith("asc", StringComparison.OrdinalIgnoreCase))
        {
            faults.Add(new RequestError("sortOrder", "must be asc or desc."));
        }

        return faults.Count > 0 ? throw new InvalidRequestException(faults)
            : new ItemPage(start, Math.Min(count, MostCount), order is not null && isDescending ? (one, two) => order(two, one) : order);
    }

    /// <summary>Reads the catalog through; without an order the newest item comes first.</summary>
    /// <returns>The items of the page, and how many match in all.</returns>
    public async Task<(IReadOnlyList<CatalogItem> Items, int Total)> FindAsync(
        CallerCatalog catalog, Func<CatalogItem, bool> matches, CancellationToken cancellationToken)
    {
        var found = await catalog.FindAllAsync(null, matches, cancellationToken);
        IEnumerable<CatalogItem> ordered = Order is { } order ? found.Order(Comparer<CatalogItem>.Create(order)) : found;
        return ([.. ordered.Skip(Start - 1).Take(Count)], found.Count);
    }

    /// <summary>Adds <c>total</c>, <c>start</c>, <c>num</c> and <c>nextStart</c>, which is -1 at the end.</summary>
    public void WriteTo(JsonObject answer, int given, int total)
    {
        answer["total"] = total;
        answer["start"] = Start;
        answer["num"] = given;
        answer["nextStart"] = given > 0 && Start - 1 + given < total ? Start + given : -1;
    }

    private static int Number(RequestParameters parameters, string name, int otherwise, int least, List<RequestError> faults)
    {
        if (parameters[name] is not { } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least)
        {
            return number;
        }

        faults.Add(new RequestError(name, $"must be a whole number, {least} or more."));
        return otherwise;
    }
}
