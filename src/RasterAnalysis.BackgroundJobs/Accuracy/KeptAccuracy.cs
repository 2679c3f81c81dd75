using System.Text.Json;
using RasterAnalysis.Accuracy;
using RasterAnalysis.BackgroundJobs.Areas;
using RasterAnalysis.Catalog;
using RasterAnalysis.Files;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Accuracy;

/// <summary>The last assessment of an item, as <c>accuracy.json</c> in the item's folder. It holds for as long as the item's rasters are the same files.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class KeptAccuracy(DataLayout layout)
{
    /// <summary>What was kept; null when there is nothing, or when it is of other files.</summary>
    public AccuracyReport? Find(CatalogItem item)
    {
        try
        {
            return FileOf(item) is var file && File.Exists(file) && PlanJson.Read<Kept>(File.ReadAllText(file)) is { } kept && kept.Stamp == KeptAreas.StampOf(item) ? kept.Report : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps an assessment in place of the last, whole or not at all.</summary>
    /// <param name="item">The item.</param>
    /// <param name="report">Its assessment.</param>
    /// <param name="stamp">What <see cref="KeptAreas.StampOf"/> gave before its files were read.</param>
    /// <exception cref="RasterAccessException">The disk is full.</exception>
    public void Write(CatalogItem item, AccuracyReport report, string stamp)
    {
        try
        {
            Directory.CreateDirectory(layout.ItemFolder(item.Id));
            WholeFile.Write(FileOf(item), PlanJson.Write(new Kept(stamp, report)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FullDisk.Is(exception) ? FullDisk.Refusal(exception) : exception;
        }
    }

    /// <summary>Forgets it.</summary>
    public void Remove(CatalogItem item)
    {
        if (File.Exists(FileOf(item)))
        {
            File.Delete(FileOf(item));
        }
    }

    private string FileOf(CatalogItem item) => Path.Combine(layout.ItemFolder(item.Id), "accuracy.json");

    private sealed record Kept(string Stamp, AccuracyReport Report);
}
