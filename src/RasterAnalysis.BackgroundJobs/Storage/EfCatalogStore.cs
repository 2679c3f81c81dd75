using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RasterAnalysis.Access;
using RasterAnalysis.Catalog;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>Items in the database. A row that cannot be read is as none: it is left out of lists and named in the log, and it can be removed.</summary>
internal sealed class EfCatalogStore(IDbContextFactory<RasterAnalysisDbContext> contexts, DataLayout layout, ILogger<EfCatalogStore> logger) : ICatalogStore
{
    private readonly KeptItems _kept = new();

    public async Task<bool> TryAddAsync(CatalogItem item, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (item.ServiceName is { } name && !await HandOverAsync(context, NameKey.Of(name), item, cancellationToken))
        {
            context.ServiceNames.Add(new ServiceNameEntity { Name = NameKey.Of(name), HolderId = item.Id });
        }

        await EfFolderStore.EnsureAsync(context, item, cancellationToken);
        context.Items.Add(ItemEntity.From(item, layout));
        try
        {
            await context.SaveAddedAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return false;
        }
    }

    public async Task<CatalogItem?> FindAsync(string itemId, CancellationToken cancellationToken)
    {
        if (itemId.Contains('\0', StringComparison.Ordinal))
        {
            return null; // PostgreSQL takes no such text
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return _kept.Find(itemId) is { } kept && await AsKeptAsync(context, kept.Revision, kept.Item, cancellationToken) is { } same
            ? same : Keep(await context.Items.AsNoTracking().FirstOrDefaultAsync(i => i.Id == itemId, cancellationToken));
    }

    public async Task<CatalogItem?> FindServiceAsync(string serviceName, CancellationToken cancellationToken)
    {
        var key = NameKey.Of(serviceName);
        if (key.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return _kept.FindService(key) is { } kept && await AsKeptAsync(context, kept.Revision, kept.Item, cancellationToken) is { } same
            ? same : Keep(await context.Items.AsNoTracking().FirstOrDefaultAsync(i => i.ServiceName == key, cancellationToken));
    }

    public async Task<IReadOnlyList<CatalogItem>> ListAsync(ItemType? type, int skip, int take, Caller? seenBy, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var items = await Seen(context.Items.AsNoTracking(), seenBy).Where(i => type == null || i.Type == type)
            .OrderByDescending(i => i.Created).ThenBy(i => i.Id).Skip(skip).Take(take).ToListAsync(cancellationToken);
        return [.. items.Select(ItemOf).OfType<CatalogItem>()];
    }

    public async Task<int> CountAsync(ItemType? type, Caller? seenBy, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Seen(context.Items, seenBy).CountAsync(i => type == null || i.Type == type, cancellationToken);
    }

    public async Task<CatalogItem?> ChangeAsync(string itemId, Func<CatalogItem, CatalogItem> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            if (await context.Items.FirstOrDefaultAsync(i => i.Id == itemId, cancellationToken) is not { } entity || ItemOf(entity) is not { } item)
            {
                return null;
            }

            var changed = change(item) with { Id = item.Id, Type = item.Type, Owner = item.Owner, ServiceName = item.ServiceName, JobId = item.JobId };
            if (changed == item)
            {
                return item;
            }

            try
            {
                await EfFolderStore.EnsureAsync(context, changed, cancellationToken);
                entity.Change(changed, layout);
                await context.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return changed;
            }
            catch (DbUpdateConcurrencyException)
            {
                // somebody else changed or removed it in between: begin again from what is stored now
            }
        }
    }

    public async Task<bool> RemoveAsync(string itemId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var removed = await context.Items.Where(i => i.Id == itemId).ExecuteDeleteAsync(cancellationToken);
        await context.ServiceNames.Where(name => name.HolderId == itemId).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return removed == 1;
    }

    public async Task<IReadOnlySet<string>> TakenNamesAsync(string prefix, CancellationToken cancellationToken)
    {
        var key = NameKey.Of(prefix);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var names = await context.ServiceNames.Where(name => name.Name.StartsWith(key)).Select(name => name.Name).ToListAsync(cancellationToken);
        return names.ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    public async Task<bool> IsNameTakenAsync(string serviceName, CancellationToken cancellationToken)
    {
        var key = NameKey.Of(serviceName);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ServiceNames.AnyAsync(name => name.Name == key, cancellationToken);
    }

    /// <summary>The rule of <see cref="Caller.MaySee"/>, for the database.</summary>
    private static IQueryable<ItemEntity> Seen(IQueryable<ItemEntity> items, Caller? caller)
    {
        if (caller is null or { IsAdministrator: true })
        {
            return items;
        }

        if (!caller.IsSignedIn || !caller.Has(Rights.Read))
        {
            return items.Where(i => i.Access == ItemAccess.Public);
        }

        var (name, groups) = (caller.Name, caller.Groups.ToList());
        return groups.Count == 0
            ? items.Where(i => i.Owner == name || i.Access == ItemAccess.Public || i.Access == ItemAccess.Organization)
            : items.Where(i => i.Owner == name || i.Access == ItemAccess.Public || i.Access == ItemAccess.Organization
                || (i.Access == ItemAccess.Shared && i.SharedWith.Any(group => groups.Contains(group))));
    }

    /// <summary>An item that was read before, with what its row says beside the document; null where the document is another one now.</summary>
    private static async Task<CatalogItem?> AsKeptAsync(RasterAnalysisDbContext context, long revision, CatalogItem item, CancellationToken cancellationToken)
    {
        // a service's name is handed on with its item alone, so the item's id is enough
        var row = await context.Items.AsNoTracking().Where(i => i.Id == item.Id && i.Revision == revision)
            .Select(i => new { i.JobId, i.Owner, i.Access, i.SharedWith }).FirstOrDefaultAsync(cancellationToken);
        return row is null ? null : item with { JobId = row.JobId, Owner = row.Owner, Access = row.Access, SharedWith = row.SharedWith };
    }

    private CatalogItem? Keep(ItemEntity? entity)
    {
        var item = ItemOf(entity);
        if (item is not null)
        {
            _kept.Keep(entity!, item);
        }

        return item;
    }

    /// <summary>The item of a row; null where there is none, or where it cannot be read.</summary>
    private CatalogItem? ItemOf(ItemEntity? entity)
    {
        try
        {
            return entity?.ToItem(layout);
        }
        catch (JsonException exception)
        {
            logger.LogWarning("Item {Id} cannot be read from the database and is left out: {Reason}", entity!.Id, exception.Message);
            return null;
        }
    }

    /// <summary>Gives the name that a job holds to its result.</summary>
    /// <returns>Whether the job held it.</returns>
    private static async Task<bool> HandOverAsync(RasterAnalysisDbContext context, string key, CatalogItem item, CancellationToken cancellationToken) =>
        item.JobId is { } jobId
        && await context.ServiceNames.Where(name => name.Name == key && name.HolderId == jobId)
            .ExecuteUpdateAsync(set => set.SetProperty(name => name.HolderId, item.Id), cancellationToken) == 1;
}
