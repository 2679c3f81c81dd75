using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using RasterAnalysis.BackgroundJobs.Views;
using RasterAnalysis.Catalog;
using RasterAnalysis.Models;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.BackgroundJobs.Areas;

/// <summary>
/// Measures items that no job has measured: results of earlier versions, and class rasters that were brought. They are read in instances of their own kind, one of usual size and one huge one at
/// a time; who asks waits for as long as for a picture, and finds it done when asking again.
/// </summary>
internal sealed class AreaMeasurements(
    KeptAreas kept, BackgroundJobsOptions options, ILogger<ViewInstances> logger, TimeProvider time, InstanceCensus? census = null) : IClassAreas, IDisposable
{
    // a raster that says that it is huge must not keep the others waiting, nor be read for ever
    private const long Huge = 1L << 31;
    private const double LeastPixelsPerSecond = 2e6;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Most = TimeSpan.FromHours(1);

    private readonly ViewInstances _instances = new(options.Views, options.Worker, logger, time, census, InstanceUse.Areas);
    private readonly SemaphoreSlim _usualPlace = new(1);
    private readonly SemaphoreSlim _hugePlace = new(1);
    private readonly ConcurrentDictionary<string, Lazy<Task<ClassAreas>>> _running = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();

    /// <inheritdoc/>
    public async Task<ClassAreas> OfAsync(CatalogItem item, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        Require(item);
        if (kept.Find(item) is { } known)
        {
            return known;
        }

        // of files as they are now: who asks after they were changed is not given what is being read of the former ones
        var stamp = KeptAreas.StampOf(item);
        var key = $"{item.Id} {stamp}";
        var running = _running.GetOrAdd(key, _ => new Lazy<Task<ClassAreas>>(() => Task.Run(() => MeasureAsync(item, stamp, key))));
        try
        {
            return await running.Value.WaitAsync(options.Views.MaxTime, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new BusyException(string.Create(
                CultureInfo.InvariantCulture, $"The areas of the item '{item.Id}' are being measured, pixel by pixel; ask again in a while."));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _instances.Dispose();
    }

    /// <summary>Measures each file of an item.</summary>
    /// <param name="item">A raster.</param>
    /// <param name="call">Has an instance measure one.</param>
    public static async Task<ClassAreas> MeasureAsync(CatalogItem item, Func<InstanceRequest.MeasureAreas, Task<ClassAreas>> call)
    {
        ClassDefinition[] classes = [.. item.Classes.Select(published => published.Definition)];
        var parts = new List<ClassAreas>();
        foreach (var (path, isTrusted) in KeptAreas.FilesOf(item))
        {
            parts.Add(await call(new InstanceRequest.MeasureAreas(path, isTrusted, classes)).ConfigureAwait(false));
        }

        return ClassAreas.Sum(parts);
    }

    /// <summary>Requires a class raster.</summary>
    /// <exception cref="InvalidRequestException">Field <c>id</c>: it is none.</exception>
    public static void Require(CatalogItem item)
    {
        if (ClassRaster.FaultOf(item) is { } reason)
        {
            throw new InvalidRequestException("id", $"The item '{item.Id}' {reason} Areas are of {ClassRaster.Needed}");
        }
    }

    /// <summary>Has an instance read an item from end to end, when it is the item's turn.</summary>
    /// <param name="item">A class raster.</param>
    /// <param name="request">What the instance does with each of the item's files, by its number.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>An answer for each file.</returns>
    public async Task<IReadOnlyList<T>> ReadAsync<T>(CatalogItem item, Func<int, (string Path, bool IsTrusted), InstanceRequest> request, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, cancellationToken);
        return await InTurnAsync(
            item,
            async time =>
            {
                var answers = new List<T>();
                foreach (var (number, file) in KeptAreas.FilesOf(item).Index())
                {
                    answers.Add(await _instances.CallAsync<T>(request(number, file), file.Path, null, time, stopping.Token).ConfigureAwait(false));
                }

                return answers;
            },
            stopping.Token).ConfigureAwait(false);
    }

    private async Task<ClassAreas> MeasureAsync(CatalogItem item, string stamp, string key)
    {
        try
        {
            return await InTurnAsync(
                item,
                async time =>
                {
                    var areas = await MeasureAsync(item, request => _instances.CallAsync<ClassAreas>(request, request.Path, null, time, _stopping.Token)).ConfigureAwait(false);
                    kept.Write(item, areas, stamp);
                    return areas;
                },
                _stopping.Token).ConfigureAwait(false);
        }
        finally
        {
            _running.TryRemove(key, out _);
        }
    }

    private async Task<T> InTurnAsync<T>(CatalogItem item, Func<TimeSpan, Task<T>> act, CancellationToken cancellationToken)
    {
        var pixels = item.Raster!.Grid.Size.PixelCount;
        var place = pixels < Huge ? _usualPlace : _hugePlace;
        await place.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await act(TimeFor(pixels)).ConfigureAwait(false);
        }
        finally
        {
            place.Release();
        }
    }

    private static TimeSpan TimeFor(long pixels) => Least + TimeSpan.FromSeconds(Math.Min(Most.TotalSeconds, pixels / LeastPixelsPerSecond));
}
