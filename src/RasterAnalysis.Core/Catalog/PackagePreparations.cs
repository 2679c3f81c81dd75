using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RasterAnalysis.Access;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Catalog;

/// <summary>
/// The packages that this process describes. One for which an ONNX network has to be made may take long: it goes on when its upload was answered, and what comes of it is written into its
/// item (<c>docs/decisions/0090-packages-are-prepared-after-the-answer.md</c>).
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class PackagePreparations(
    ICatalogStore catalog, IProcessingInspector inspector, ICallers callers, DataLayout layout, ConversionOptions options, TimeProvider time, ILogger<PackagePreparations> logger)
{
    /// <summary>How often it is looked whether another process has deleted the item.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, PackagePreparation> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _goingOn = new(StringComparer.Ordinal);

    /// <summary>Begins to describe the package of an item that is not stored yet.</summary>
    /// <param name="itemId">The item, in whose folder the package lies unpacked.</param>
    /// <param name="owner">Who brings it.</param>
    public PackagePreparation Begin(string itemId, string owner) => Begin(itemId, (onConversion, cancellation) => DescribeAsync(itemId, owner, onConversion, isPatient: false, cancellation));

    /// <summary>Takes a preparation over whose item is stored: its end is written into the item.</summary>
    public void GoOn(PackagePreparation preparation)
    {
        ArgumentNullException.ThrowIfNull(preparation);
        var finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _goingOn[preparation.ItemId] = finished.Task;
        _ = Task.Run(async () =>
        {
            try
            {
                await FinishAsync(preparation).ConfigureAwait(false);
            }
            finally
            {
                _goingOn.TryRemove(preparation.ItemId, out _);
                finished.SetResult();
            }
        });
    }

    /// <summary>Prepares a stored item from the beginning, unless this process already does: the one that did has ended.</summary>
    /// <param name="item">An item that is <see cref="ItemState.Preparing"/>.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    public async Task ResumeAsync(CatalogItem item, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (_goingOn.ContainsKey(item.Id))
        {
            return;
        }

        // of several processes that find it one is first
        var claimed = await catalog.ChangeAsync(
            item.Id, stored => IsPreparing(stored, item.PreparedBy) ? stored with { PreparedBy = layout.ProcessId } : stored, cancellationToken).ConfigureAwait(false);
        if (claimed is not null && IsPreparing(claimed, layout.ProcessId))
        {
            logger.LogInformation("The package of {Item} ({Name}) is prepared from the beginning, since the process that did so has ended", item.Id, item.Name);
            GoOn(Begin(item.Id, (onConversion, cancellation) =>
            {
                PackageFiles.Unpack(claimed.DataPath, layout.PackageFolder(item.Id), cancellation);
                return DescribeAsync(item.Id, claimed.Owner, onConversion, isPatient: true, cancellation);
            }));
        }
    }

    /// <summary>Ends what this process does for an item, and waits until nothing works on its files any more.</summary>
    public Task CancelAsync(string itemId) => _running.TryGetValue(itemId, out var preparation) ? preparation.CancelAsync() : Task.CompletedTask;

    /// <summary>Ends all of it, as the service is stopped; the next start begins it again.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(_running.Keys.Select(CancelAsync)).ConfigureAwait(false);
        await Task.WhenAll(_goingOn.Values).ConfigureAwait(false);
    }

    private static bool IsPreparing(CatalogItem item, string? processId) => item.State == ItemState.Preparing && item.PreparedBy == processId;

    private PackagePreparation Begin(string itemId, Func<Action, CancellationToken, Task<DescribedPackage>> describe)
    {
        var preparation = new PackagePreparation(itemId, describe, options, time);
        _running[itemId] = preparation;
        _ = preparation.Described.ContinueWith(
            _ =>
            {
                _running.TryRemove(itemId, out var _);
                preparation.Dispose();
            },
            TaskScheduler.Default);
        return preparation;
    }

    /// <param name="itemId">The item.</param>
    /// <param name="owner">Who brings it; program code in it only runs where they are publishers.</param>
    /// <param name="onConversion">Called when a network has to be made.</param>
    /// <param name="isPatient">Whether the item is there already, so that a place to try its network is waited for. Once a network has to be made it is soon.</param>
    /// <param name="cancellationToken">Ends the instance.</param>
    private async Task<DescribedPackage> DescribeAsync(string itemId, string owner, Action onConversion, bool isPatient, CancellationToken cancellationToken)
    {
        var runsPackageCode = await callers.FindAsync(owner, cancellationToken).ConfigureAwait(false) is { } caller && caller.Has(Rights.Publish);
        while (true)
        {
            try
            {
                var (description, warnings) = await inspector.DescribeModelAsync(
                    layout.PackageFolder(itemId), runsPackageCode, () =>
                    {
                        isPatient = true;
                        onConversion();
                    },
                    cancellationToken).ConfigureAwait(false);
                return new DescribedPackage(description, warnings);
            }
            catch (BusyException exception) when (isPatient)
            {
                logger.LogInformation("The network of {Item} waits to be tried: {Message}", itemId, exception.Message);
            }
        }
    }

    /// <summary>Writes the end of a preparation into its item. Where that cannot be done now, the item stays as it is and is prepared again in an hour.</summary>
    private async Task FinishAsync(PackagePreparation preparation)
    {
        var id = preparation.ItemId;
        try
        {
            var end = await EndAsync(preparation).ConfigureAwait(false);
            var stored = end is null ? await catalog.FindRecordAsync(id).ConfigureAwait(false) : await catalog.ChangeAsync(
                id, item => IsPreparing(item, layout.ProcessId) ? end(item) with { Modified = time.GetUtcNow() } : item).ConfigureAwait(false);
            if (stored is null && Directory.Exists(layout.ItemFolder(id)))
            {
                // the item was deleted meanwhile, perhaps by a process that could not know what was still written here
                Directory.Delete(layout.ItemFolder(id), recursive: true);
            }

            logger.LogInformation("The preparation of {Item} has ended: {State}", id, stored is null ? "deleted" : stored.State);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException || DatabaseTrouble.Is(exception))
        {
            logger.LogWarning("The preparation of {Item} has ended, which cannot be written down now: {Message}", id, exception.Message);
        }
    }

    /// <summary>What becomes of the item; null when the preparation was called off.</summary>
    private async Task<Func<CatalogItem, CatalogItem>?> EndAsync(PackagePreparation preparation)
    {
        try
        {
            await EndWithItemAsync(preparation).ConfigureAwait(false);
            var package = await preparation.Described.ConfigureAwait(false);
            return package.Describe;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception exception) when (exception is not (IOException or UnauthorizedAccessException))
        {
            if (exception is not RasterAnalysisException)
            {
                logger.LogError(exception, "The package of {Item} could not be prepared", preparation.ItemId);
            }

            var reason = exception is RasterAnalysisException known ? known.Message : "The service met an unexpected fault with it; its log has the details under this item's id.";
            return item => item with { State = ItemState.Refused, Refusal = reason, PreparedBy = null };
        }
    }

    /// <summary>Waits for the end of a preparation, and brings it about when the item is gone.</summary>
    private async Task EndWithItemAsync(PackagePreparation preparation)
    {
        using var timer = new PeriodicTimer(Look, time);
        for (var next = timer.WaitForNextTickAsync().AsTask(); await Task.WhenAny(preparation.Described, next).ConfigureAwait(false) == next; next = timer.WaitForNextTickAsync().AsTask())
        {
            try
            {
                if (await catalog.FindRecordAsync(preparation.ItemId).ConfigureAwait(false) is null)
                {
                    await preparation.CancelAsync().ConfigureAwait(false);
                }
            }
            catch (Exception exception) when (DatabaseTrouble.Is(exception))
            {
                logger.LogDebug("It cannot be looked whether {Item} is still there: {Message}", preparation.ItemId, exception.Message);
            }
        }
    }
}
