using RasterAnalysis.Access;
using RasterAnalysis.Jobs;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Catalog;

/// <summary>Deletes items with their files, and folders with their items. A job that was to fill a deleted item is cancelled, and so is the preparation of a package.</summary>
public sealed class ItemDeletion(
    ICatalogStore catalog, IFolderStore folders, IJobStore jobs, IJobCanceller canceller, PackagePreparations preparations, DataLayout layout, IAudit audit)
{
    /// <summary>Deletes an item and its files; a raster store's file stays.</summary>
    /// <exception cref="NotFoundException">There is no such item.</exception>
    public async Task DeleteAsync(string itemId, CancellationToken cancellationToken)
    {
        var item = await catalog.FindRecordAsync(itemId, cancellationToken).ConfigureAwait(false);

        // the record first, which may be one that cannot be read any more: a job that is about to publish finds its item gone and takes its files back
        if (!await catalog.RemoveAsync(itemId, CancellationToken.None).ConfigureAwait(false))
        {
            throw new NotFoundException("item", itemId);
        }

        // what of its files cannot be deleted just now is swept later
        await audit.RecordAsync(new AuditEvent(AuditAction.ItemDeleted)
        {
            Kind = "item", Target = itemId, TargetName = item?.Title ?? "", Detail = item is null || item.Owner.Length == 0 ? "" : $"of {item.Owner}",
        }).ConfigureAwait(false);
        if (item?.JobId is { } jobId && await jobs.FindAsync(jobId, CancellationToken.None).ConfigureAwait(false) is { } job && !job.Status.IsFinal())
        {
            await canceller.CancelAsync(jobId, CancellationToken.None).ConfigureAwait(false);
        }

        await preparations.CancelAsync(itemId).ConfigureAwait(false);
        var folder = layout.ItemFolder(itemId);
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (IOException) when (item?.State == ItemState.Preparing)
        {
            // another process still writes there; it takes the folder away when it sees that the item is gone
        }
    }

    /// <summary>Deletes a folder with every item in it, as ArcGIS does.</summary>
    public async Task DeleteFolderAsync(ContentFolder folder, CancellationToken cancellationToken)
    {
        do
        {
            foreach (var itemId in await folders.ItemIdsAsync(folder, cancellationToken).ConfigureAwait(false))
            {
                try
                {
                    await DeleteAsync(itemId, cancellationToken).ConfigureAwait(false);
                }
                catch (NotFoundException)
                {
                    // somebody else was faster
                }
            }
        }
        while (!await folders.TryRemoveAsync(folder, cancellationToken).ConfigureAwait(false)); // something came in meanwhile
    }
}
