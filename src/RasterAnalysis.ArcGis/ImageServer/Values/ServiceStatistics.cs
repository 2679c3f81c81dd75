using System.Collections.Concurrent;
using System.Text.Json;
using RasterAnalysis.Files;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters.Rendering;
using RasterAnalysis.Rasters.Sampling;
using RasterAnalysis.Storage;

namespace RasterAnalysis.ArcGis.ImageServer.Values;

/// <summary>
/// Statistics and histograms of whole services. Of classes they are exact, from the counts of the result. Of imagery they are taken from at most
/// <see cref="MaxCells"/> cells, so exact for small rasters and a sample of large ones; they are made once and kept in the item's folder.
/// </summary>
internal sealed class ServiceStatistics(IRasterViews views, DataLayout layout)
{
    /// <summary>Most cells that are looked at.</summary>
    public const long MaxCells = 1 << 22;

    private const int MaxRemembered = 1000;
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<BandSummary?>>>> _known = new(StringComparer.Ordinal);

    /// <summary>For each band its summary; null for a band without a valid pixel.</summary>
    /// <exception cref="RasterAnalysis.Rasters.RasterAccessException">The raster cannot be read.</exception>
    public async Task<IReadOnlyList<BandSummary?>> OfAsync(ImageService service, CancellationToken cancellationToken)
    {
        if (ClassStatistics.Of(service) is { } exact)
        {
            return exact;
        }

        if (_known.Count > MaxRemembered)
        {
            _known.Clear();
        }

        var key = KeyOf(service);
        var summary = _known.GetOrAdd(key, _ => new Lazy<Task<IReadOnlyList<BandSummary?>>>(() => ReadOrComputeAsync(service)));
        try
        {
            return await summary.Value.WaitAsync(cancellationToken);
        }
        catch when (summary.Value.IsFaulted || summary.Value.IsCanceled)
        {
            _known.TryRemove(KeyValuePair.Create(key, summary));
            throw;
        }
    }

    /// <summary>As <see cref="OfAsync"/>, but only if they are there already; null if not.</summary>
    public IReadOnlyList<BandSummary?>? Known(ImageService service) => ClassStatistics.Of(service)
        ?? (_known.TryGetValue(KeyOf(service), out var summary) && summary is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } done } ? done.Result : Read(service));

    // a raster of a mosaic has the item's id, but a file of its own
    private static string KeyOf(ImageService service) => $"{service.Item.Id}|{service.Source.Path}";

    // whoever asks first does it for all who ask meanwhile, and so does not stop it by going away
    private async Task<IReadOnlyList<BandSummary?>> ReadOrComputeAsync(ImageService service)
    {
        if (Read(service) is { } kept)
        {
            return kept;
        }

        var summaries = await RasterFailures.GuardAsync(
            service, () => views.SummarizeAsync(service.Source, new SummaryRequest(service.Extent, service.Size, MaxCells), CancellationToken.None));
        Write(service, summaries);
        return summaries;
    }

    // Only of the item's own raster; null when there is none, when the raster is younger, or when it cannot be read, which is no harm.
    private BandSummary?[]? Read(ImageService service)
    {
        try
        {
            return FileOf(service) is { } file && File.Exists(file) && File.GetLastWriteTimeUtc(file) >= File.GetLastWriteTimeUtc(service.Source.Path)
                && PlanJson.Read<BandSummary?[]>(File.ReadAllText(file)) is var kept
                && kept.Length == service.Raster.Bands.Count ? kept : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private void Write(ImageService service, IReadOnlyList<BandSummary?> summaries)
    {
        if (FileOf(service) is not { } file)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            WholeFile.Write(file, PlanJson.Write(summaries));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // they stay in memory then
        }
    }

    private string? FileOf(ImageService service) =>
        service.Source.Path == service.Item.DataPath ? Path.Combine(layout.ItemFolder(service.Item.Id), "statistics.json") : null;
}
