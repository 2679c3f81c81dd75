using RasterAnalysis.Access;

namespace RasterAnalysis.Catalog;

/// <summary>Shares items: with groups, with everybody who is signed in, with everybody.</summary>
public sealed class ItemSharing(CallerCatalog catalog)
{
    private const int MostGroups = 100;

    /// <summary>Shares an item with nobody else than this says.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="access">With whom.</param>
    /// <param name="groups">For <see cref="ItemAccess.Shared"/>: ids of groups, of which the one who asks is a member.</param>
    /// <param name="cancellationToken">Stops before it is stored.</param>
    /// <returns>The item as it is stored.</returns>
    /// <exception cref="NotFoundException">There is no such item that they may know of.</exception>
    /// <exception cref="ForbiddenException">It is somebody else's, or they may not share so widely.</exception>
    /// <exception cref="InvalidRequestException">Field <c>groups</c>: they do not fit.</exception>
    public async Task<CatalogItem> ShareAsync(string itemId, ItemAccess access, IReadOnlyCollection<string> groups, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var (caller, item) = (catalog.Caller, await catalog.RequireOwnRecordAsync(itemId, cancellationToken).ConfigureAwait(false));
        if (access is ItemAccess.Organization or ItemAccess.Public)
        {
            caller.Require(Rights.Publish);
        }

        if (access != ItemAccess.Shared && groups.Count > 0)
        {
            throw new InvalidRequestException("groups", "are for access shared alone; leave them out.");
        }

        if (access == ItemAccess.Shared && groups.Count is 0 or > MostGroups)
        {
            throw new InvalidRequestException("groups", $"must name from 1 to {MostGroups} groups by their ids.");
        }

        // what it is shared with already may stay, whoever did that
        var unknown = groups.Where(group => !caller.IsAdministrator && !caller.Groups.Contains(group) && !item.SharedWith.Contains(group)).ToArray();
        return unknown.Length > 0 ? throw new InvalidRequestException("groups", $"names '{unknown[0]}', which is no group that {caller.Name} is in; GET /api/v1/groups lists those.")
            : await catalog.ChangeAsync(itemId, stored => stored with { Access = access, SharedWith = [.. groups.Distinct()] }, cancellationToken).ConfigureAwait(false);
    }
}
