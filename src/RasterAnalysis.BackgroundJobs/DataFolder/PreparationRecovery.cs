using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RasterAnalysis.Catalog;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.DataFolder;

/// <summary>
/// Prepares packages again whose process has ended in the middle: at the start, and every hour, since another process over the same database may have ended since. When the service is
/// stopped it ends what is being prepared.
/// </summary>
internal sealed class PreparationRecovery(
    ICatalogStore catalog, PackagePreparations preparations, FolderUse use, BackgroundJobsOptions options, DataLayout layout, TimeProvider time,
    ILogger<PreparationRecovery> logger) : BackgroundService
{
    private const int Page = 200;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await preparations.StopAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Hour, time);
        do
        {
            try
            {
                await ResumeAsync(stoppingToken);
            }
            catch (Exception exception) when (DatabaseTrouble.Is(exception) || exception is IOException)
            {
                logger.LogWarning("Packages whose preparation was cut off are looked for again in an hour: {Message}", exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Whether the package lies here. Machines without a common folder know nothing of each other's processes, and have none of what others prepare.</summary>
    private bool IsHere(CatalogItem item) => options.DataStore is null || Directory.Exists(layout.ItemFolder(item.Id));

    private async Task ResumeAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<CatalogItem> items;
        for (var skip = 0; (items = await catalog.ListAsync(ItemType.DeepLearningPackage, skip, Page, seenBy: null, cancellationToken)).Count > 0; skip += Page)
        {
            // what this process has begun and could not end, and what one has that is gone
            foreach (var item in items.Where(item => item is { State: ItemState.Preparing, PreparedBy: { } process } && IsHere(item) && (process == layout.ProcessId || use.IsEnded(process))))
            {
                await preparations.ResumeAsync(item, cancellationToken);
            }
        }
    }
}
