using RasterAnalysis.Access;

namespace RasterAnalysis.Catalog;

/// <summary>
/// The catalog as the one who asks may know it. Everything that answers requests takes it in place of <see cref="ICatalogStore"/>, which a test holds; so no answer can forget to look.
/// What they may not know of is as if it were not there; somebody who is not signed in is asked to sign in, whether it is there or not.
/// </summary>
public sealed class CallerCatalog(ICatalogStore catalog, CurrentCaller current, IAudit? audit = null)
{
    /// <summary>Who asks.</summary>
    public Caller Caller => current.Value;

    /// <summary>An item; null when there is none that they may know of.</summary>
    /// <exception cref="SignInRequiredException">There is none, and they are not signed in.</exception>
    public async Task<CatalogItem?> FindAsync(string itemId, CancellationToken cancellationToken = default) =>
        Seen(await catalog.FindAsync(itemId, cancellationToken).ConfigureAwait(false));

    /// <summary>An item.</summary>
    /// <exception cref="NotFoundException">There is none that they may know of.</exception>
    /// <exception cref="SignInRequiredException">There is none, and they are not signed in.</exception>
    public async Task<CatalogItem> RequireAsync(string itemId, CancellationToken cancellationToken = default) =>
        await FindAsync(itemId, cancellationToken).ConfigureAwait(false) ?? throw new NotFoundException("item", itemId);

    /// <summary>An item for who needs none of its files (<see cref="ICatalogStore.FindRecordAsync"/>); null when there is none that they may know of.</summary>
    /// <exception cref="SignInRequiredException">There is none, and they are not signed in.</exception>
    public async Task<CatalogItem?> FindRecordAsync(string itemId, CancellationToken cancellationToken = default) =>
        Seen(await catalog.FindRecordAsync(itemId, cancellationToken).ConfigureAwait(false));

    /// <summary>An item for who needs none of its files.</summary>
    /// <exception cref="NotFoundException">There is none that they may know of.</exception>
    /// <exception cref="SignInRequiredException">There is none, and they are not signed in.</exception>
    public async Task<CatalogItem> RequireRecordAsync(string itemId, CancellationToken cancellationToken = default) =>
        await FindRecordAsync(itemId, cancellationToken).ConfigureAwait(false) ?? throw new NotFoundException("item", itemId);

    /// <summary>An item that they may change or delete.</summary>
    /// <exception cref="NotFoundException">There is none that they may know of.</exception>
    /// <exception cref="ForbiddenException">It is somebody else's.</exception>
    /// <exception cref="SignInRequiredException">They are not signed in.</exception>
    public async Task<CatalogItem> RequireOwnAsync(string itemId, CancellationToken cancellationToken = default)
    {
        await RequireOwnRecordAsync(itemId, cancellationToken).ConfigureAwait(false);
        return await RequireAsync(itemId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An item that they may change or delete, for who needs none of its files.</summary>
    /// <exception cref="NotFoundException">There is none that they may know of.</exception>
    /// <exception cref="ForbiddenException">It is somebody else's.</exception>
    /// <exception cref="SignInRequiredException">They are not signed in.</exception>
    public async Task<CatalogItem> RequireOwnRecordAsync(string itemId, CancellationToken cancellationToken = default)
    {
        Caller.Require(Rights.Submit);
        var item = await RequireRecordAsync(itemId, cancellationToken).ConfigureAwait(false);
        return Caller.MayChange(item.Owner) ? item : throw new ForbiddenException($"The item '{itemId}' belongs to {item.Owner}; only they and administrators may change it.");
    }

    /// <summary>Requires that they may delete an item. An administrator may delete one whose record cannot be read, of which nobody else knows.</summary>
    /// <exception cref="NotFoundException">There is none that they may know of.</exception>
    /// <exception cref="ForbiddenException">It is somebody else's.</exception>
    /// <exception cref="SignInRequiredException">They are not signed in.</exception>
    public Task RequireDeletableAsync(string itemId, CancellationToken cancellationToken = default) =>
        Caller.IsAdministrator ? Task.CompletedTask : RequireOwnRecordAsync(itemId, cancellationToken);

    /// <summary>The image service of a name, whatever its case; null when there is none that they may know of.</summary>
    /// <exception cref="SignInRequiredException">There is none, and they are not signed in.</exception>
    public async Task<CatalogItem?> FindServiceAsync(string serviceName, CancellationToken cancellationToken = default) =>
        Seen(await catalog.FindServiceAsync(serviceName, cancellationToken).ConfigureAwait(false));

    /// <summary>Items, the newest first: a part of those that they may know of.</summary>
    public Task<IReadOnlyList<CatalogItem>> ListAsync(ItemType? type, int skip, int take, CancellationToken cancellationToken = default) =>
        catalog.ListAsync(type, skip, take, Caller, cancellationToken);

    /// <summary>How many items there are that they may know of.</summary>
    public Task<int> CountAsync(ItemType? type, CancellationToken cancellationToken = default) => catalog.CountAsync(type, Caller, cancellationToken);

    /// <summary>Reads through what they may know of.</summary>
    /// <returns>All items that match, the newest first.</returns>
    public Task<IReadOnlyList<CatalogItem>> FindAllAsync(ItemType? type, Func<CatalogItem, bool> matches, CancellationToken cancellationToken = default) =>
        catalog.FindAllAsync(type, matches, Caller, cancellationToken);

    /// <summary>Changes an item that they may change (<see cref="ICatalogStore.ChangeAsync"/>).</summary>
    /// <exception cref="NotFoundException">There is none that they may know of.</exception>
    /// <exception cref="ForbiddenException">It is somebody else's.</exception>
    public async Task<CatalogItem> ChangeAsync(string itemId, Func<CatalogItem, CatalogItem> change, CancellationToken cancellationToken = default)
    {
        var before = await RequireOwnRecordAsync(itemId, cancellationToken).ConfigureAwait(false);
        var after = await catalog.ChangeAsync(itemId, change, cancellationToken).ConfigureAwait(false) ?? throw new NotFoundException("item", itemId);
        if (audit is not null)
        {
            var isShared = after.Access != before.Access || !after.SharedWith.SequenceEqual(before.SharedWith);
            await audit.RecordAsync(new AuditEvent(isShared ? AuditAction.ItemShared : AuditAction.ItemChanged)
            {
                Kind = "item", Target = itemId, TargetName = after.Title, Detail = isShared ? $"{AccessOf(before)} -> {AccessOf(after)}" : "",
            }).ConfigureAwait(false);
        }

        return after;
    }

    /// <summary>Whether an item or an unfinished job has an output name, whoever owns it: names are one space.</summary>
    public Task<bool> IsNameTakenAsync(string serviceName, CancellationToken cancellationToken = default) => catalog.IsNameTakenAsync(serviceName, cancellationToken);

    private static string AccessOf(CatalogItem item) =>
        AuditEvent.WordOf(item.Access) + (item.Access == ItemAccess.Shared ? $" ({string.Join(", ", item.SharedWith)})" : "");

    private CatalogItem? Seen(CatalogItem? item) =>
        item is not null && Caller.MaySee(item.Owner, item.Access, item.SharedWith) ? item : Caller.IsSignedIn ? null : throw new SignInRequiredException();
}
