using Microsoft.EntityFrameworkCore;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>Items in the database.</summary>
internal sealed class EfCatalogStore(IDbContextFactory<RasterAnalysisDbContext> contexts) : ICatalogStore
{
    public async Task AddAsync(CatalogItem item, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Items.Add(ItemEntity.From(item));
        try
        {
            await context.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            throw new InvalidRequestException("name", $"The name '{item.ServiceName}' was taken just now; try again with another.");
        }
    }

    public async Task<CatalogItem?> FindAsync(string itemId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await context.Items.AsNoTracking().FirstOrDefaultAsync(i => i.Id == itemId, cancellationToken))?.ToItem();
    }

    public async Task<CatalogItem?> FindServiceAsync(string serviceName, CancellationToken cancellationToken)
    {
        var key = NameKey.Of(serviceName);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await context.Items.AsNoTracking().FirstOrDefaultAsync(i => i.ServiceName == key, cancellationToken))?.ToItem();
    }

    public async Task<IReadOnlyList<CatalogItem>> ListAsync(ItemType? type, int skip, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var items = await context.Items.AsNoTracking().Where(i => type == null || i.Type == type)
            .OrderByDescending(i => i.Created).ThenBy(i => i.Id).Skip(skip).Take(take).ToListAsync(cancellationToken);
        return [.. items.Select(item => item.ToItem())];
    }

    public async Task<bool> RemoveAsync(string itemId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Items.Where(i => i.Id == itemId).ExecuteDeleteAsync(cancellationToken) == 1;
    }

    public async Task<bool> IsNameTakenAsync(string serviceName, CancellationToken cancellationToken)
    {
        var key = NameKey.Of(serviceName);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Items.AnyAsync(i => i.ServiceName == key, cancellationToken)
            || await context.Jobs.AnyAsync(j => j.ReservedName == key, cancellationToken);
    }
}
