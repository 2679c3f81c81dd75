using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RasterAnalysis.BackgroundJobs.DataStore;
using RasterAnalysis.Catalog;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Views;

/// <summary>
/// Makes the overviews of uploaded rasters, one raster after the other, in instances of its own. It begins with what an earlier run has left undone. A raster of which none
/// can be made is shown without.
/// </summary>
internal sealed class OverviewQueue(
    ICatalogStore catalog, DataLayout layout, BackgroundJobsOptions options, ILogger<OverviewQueue> logger, ILogger<ViewInstances> instanceLogger, IItemFiles files, TimeProvider time,
    InstanceCensus? census = null) : BackgroundService, IOverviews
{
    private const int Page = 200;

    // a file that says that it is large and is not must not keep the others waiting
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(30);
    private const long BytesPerSecond = 1 << 20;
    private readonly Channel<CatalogItem> _waiting = Channel.CreateUnbounded<CatalogItem>(new UnboundedChannelOptions { SingleReader = true });

    public void Add(CatalogItem item)
    {
        if (NeedsThem(item))
        {
            _waiting.Writer.TryWrite(item);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var instances = new ViewInstances(options.Views, options.Worker, instanceLogger, time, census, InstanceUse.Overviews);
        try
        {
            await AddLeftOversAsync(stoppingToken).ConfigureAwait(false);
            await foreach (var item in _waiting.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
            {
                // one that came during the start may be queued twice
                if (NeedsThem(item))
                {
                    await TryBuildAsync(instances, item, stoppingToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // at the next start
        }
    }

    /// <summary>Whether a raster was uploaded, is large, and has no file of overviews. That it may have its own only opening it tells.</summary>
    private bool NeedsThem(CatalogItem item) =>
        item is { IsResult: false, IsStoreFile: false, Members.Count: 0, Raster: { } raster }
        && Math.Max(raster.Grid.Size.Width, raster.Grid.Size.Height) > OverviewRules.LargestWithout
        && Path.GetDirectoryName(item.DataPath) == layout.ItemFolder(item.Id)
        && !File.Exists(item.DataPath + OverviewRules.Extension)

        // what lies in the data store alone is another machine's, which makes them
        && File.Exists(item.DataPath);

    private async Task AddLeftOversAsync(CancellationToken cancellationToken)
    {
        // several services may share the folder, and what another one makes now is not a day old
        var before = options.IsEmbedded ? DateTime.MaxValue : time.GetUtcNow().UtcDateTime - TimeSpan.FromDays(1);
        foreach (var folder in Directory.Exists(layout.OverviewFolder) ? Directory.GetDirectories(layout.OverviewFolder) : [])
        {
            if (Directory.GetLastWriteTimeUtc(folder) < before)
            {
                Delete(folder);
            }
        }

        try
        {
            IReadOnlyList<CatalogItem> items;
            for (var skip = 0; (items = await catalog.ListAsync(ItemType.ImageService, skip, Page, seenBy: null, cancellationToken).ConfigureAwait(false)).Count > 0; skip += Page)
            {
                foreach (var item in items)
                {
                    Add(item);
                }
            }
        }
        catch (Exception exception) when (DatabaseTrouble.Is(exception))
        {
            logger.LogInformation("Rasters that lack overviews are looked for at the next start: {Message}", exception.Message);
        }
    }

    private async Task TryBuildAsync(ViewInstances instances, CatalogItem item, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(layout.OverviewFolder, Guid.NewGuid().ToString("N"));
        try
        {
            var built = await instances.CallAsync<string>(
                new InstanceRequest.BuildOverviews(item.DataPath, folder), item.DataPath, null, Least + TimeSpan.FromSeconds(item.Size / (double)BytesPerSecond), cancellationToken)
                .ConfigureAwait(false);
            if (built.Length > 0)
            {
                // whole or not at all; when the item was deleted meanwhile its folder is gone
                File.Move(built, item.DataPath + OverviewRules.Extension, overwrite: true);
                await files.StoreAsync(item.Id, cancellationToken).ConfigureAwait(false);
                logger.LogInformation("Made overviews of {Item} ({Name})", item.Id, item.Name);
            }
        }
        catch (Exception exception) when (exception is RasterAnalysisException or IOException or UnauthorizedAccessException)
        {
            logger.LogInformation("{Item} ({Name}) gets no overviews: {Message}", item.Id, item.Name, exception.Message);
        }
        finally
        {
            Delete(folder);
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // looked after at the next start
        }
    }
}
