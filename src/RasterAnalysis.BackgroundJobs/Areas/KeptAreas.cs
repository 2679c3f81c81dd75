using System.Text.Json;
using RasterAnalysis.Catalog;
using RasterAnalysis.Files;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters.Areas;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Areas;

/// <summary>Areas of items that were measured, as <c>areas.json</c> in the item's folder. They hold for as long as the item's rasters are the same files.</summary>
/// <remarks>Thread-safe. What cannot be kept is measured again.</remarks>
internal sealed class KeptAreas(DataLayout layout)
{
    /// <summary>The files whose pixels an item shows.</summary>
    public static IReadOnlyList<(string Path, bool IsTrusted)> FilesOf(CatalogItem item) =>
        item.Members.Count > 0 ? [.. item.Members.Select(member => (member.Path, member.IsTrusted))] : [(item.DataPath, item.IsTrusted)];

    /// <summary>What was kept; null when there is nothing, or when it is of other files.</summary>
    public ClassAreas? Find(CatalogItem item)
    {
        try
        {
            return FileOf(item) is var file && File.Exists(file) && PlanJson.Read<Kept>(File.ReadAllText(file)) is { } kept && kept.Stamp == StampOf(item) ? kept.Areas : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps areas, whole or not at all.</summary>
    /// <param name="item">The item.</param>
    /// <param name="areas">Its areas.</param>
    /// <param name="stamp">What <see cref="StampOf"/> gave before its files were read; null for what it gives now.</param>
    public void Write(CatalogItem item, ClassAreas areas, string? stamp = null)
    {
        try
        {
            Directory.CreateDirectory(layout.ItemFolder(item.Id));
            WholeFile.Write(FileOf(item), PlanJson.Write(new Kept(stamp ?? StampOf(item), areas)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // a full disk: whoever asks next has them measured
        }
    }

    /// <summary>Tells the item's files from what they were before: sizes and times.</summary>
    public static string StampOf(CatalogItem item) => string.Join(' ', FilesOf(item).Select(file => FileStamp.Find(file.Path)?.EntityTag ?? "none"));

    private string FileOf(CatalogItem item) => Path.Combine(layout.ItemFolder(item.Id), "areas.json");

    private sealed record Kept(string Stamp, ClassAreas Areas);
}
