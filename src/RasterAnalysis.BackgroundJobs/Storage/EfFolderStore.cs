using Microsoft.EntityFrameworkCore;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>Folders in the database.</summary>
internal sealed class EfFolderStore(IDbContextFactory<RasterAnalysisDbContext> contexts) : IFolderStore
{
    public async Task<IReadOnlyList<ContentFolder>> ListAsync(string owner, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var folders = await context.Folders.AsNoTracking().Where(f => f.Owner == owner).OrderBy(f => f.TitleKey).ToListAsync(cancellationToken);
        return [.. folders.Select(folder => folder.ToFolder())];
    }

    public async Task<ContentFolder?> FindAsync(string owner, string idOrTitle, CancellationToken cancellationToken)
    {
        if (idOrTitle.Contains('\0', StringComparison.Ordinal))
        {
            return null; // PostgreSQL takes no such text
        }

        var key = NameKey.Of(idOrTitle);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var folders = await context.Folders.AsNoTracking().Where(f => f.Owner == owner && (f.Id == idOrTitle || f.TitleKey == key)).ToListAsync(cancellationToken);
        return folders.OrderByDescending(folder => folder.Id == idOrTitle).FirstOrDefault()?.ToFolder();
    }

    public async Task<bool> TryAddAsync(ContentFolder folder, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Folders.Add(FolderEntity.From(folder));
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return false;
        }
    }

    public async Task<IReadOnlyList<string>> ItemIdsAsync(ContentFolder folder, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await ItemsIn(context, folder).Select(i => i.Id).ToListAsync(cancellationToken);
    }

    public async Task<bool> TryRemoveAsync(ContentFolder folder, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);

        // the row first: whoever stores an item into the folder has it locked, or waits until it is gone and makes it anew
        await context.Folders.Where(f => f.Id == folder.Id).ExecuteDeleteAsync(cancellationToken);
        if (await ItemsIn(context, folder).AnyAsync(cancellationToken))
        {
            return false;
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Makes a folder that an item goes into, if it is not there, and keeps it there until the transaction ends.</summary>
    public static async Task EnsureAsync(RasterAnalysisDbContext context, CatalogItem item, CancellationToken cancellationToken)
    {
        if (item.Folder.Length == 0)
        {
            return;
        }

        var (id, key, created) = (CatalogItem.NewId(), NameKey.Of(item.Folder), item.Modified.UtcTicks);
        await context.Database.ExecuteSqlAsync(
            $"""
             INSERT INTO "Folders" ("Id", "Owner", "TitleKey", "Title", "Created") VALUES ({id}, {item.Owner}, {key}, {item.Folder}, {created})
             ON CONFLICT ("Owner", "TitleKey") DO UPDATE SET "TitleKey" = EXCLUDED."TitleKey"
             """,
            cancellationToken);
    }

    private static IQueryable<ItemEntity> ItemsIn(RasterAnalysisDbContext context, ContentFolder folder)
    {
        var key = NameKey.Of(folder.Title);
        return context.Items.AsNoTracking().Where(i => i.Owner == folder.Owner && i.FolderKey == key);
    }
}
