using System.Text.RegularExpressions;
using RasterAnalysis.Rasters.Ranges;

namespace RasterAnalysis.Storage;

/// <summary>Where the service keeps its files, under the setting <c>RasterAnalysis__DataRoot</c>.</summary>
/// <param name="root">Folder; made absolute. It need not exist yet.</param>
public sealed partial class DataLayout(string root)
{
    // before the stored paths of files that are read by ranges
    private const string StoredRanges = "ranges:";

    /// <summary>Name of the folder in an item's folder that holds a package's files.</summary>
    public const string PackageFolderName = "package";

    /// <summary>Tells this process from others that use the folder.</summary>
    public string ProcessId { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The folder.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>The embedded database.</summary>
    public string DatabasePath => Path.Combine(Root, "rasteranalysis.db");

    /// <summary>The key of <see cref="SecretBox"/>.</summary>
    public string SecretKeyPath => Path.Combine(Root, "secrets.key");

    /// <summary>Folder of the items' folders.</summary>
    public string ItemsFolder => Path.Combine(Root, "items");

    /// <summary>Folders of items that the database does not know, for some days.</summary>
    public string UnknownItemsFolder => Path.Combine(Root, "unknown-items");

    /// <summary>Folder of one item's files.</summary>
    public string ItemFolder(string itemId) => Path.Combine(ItemsFolder, itemId);

    /// <summary>Where the files of a package's item lie unpacked.</summary>
    public string PackageFolder(string itemId) => Path.Combine(ItemFolder(itemId), PackageFolderName);

    /// <summary>Folder of the jobs' folders.</summary>
    public string JobsFolder => Path.Combine(Root, "jobs");

    /// <summary>Folder of one job's scratch files; gone when the job is finished.</summary>
    public string JobFolder(string jobId) => Path.Combine(JobsFolder, jobId);

    /// <summary>Folder of the finished sections of failed jobs, one folder for each job.</summary>
    public string KeptSectionsFolder => Path.Combine(Root, "kept");

    /// <summary>Folder of the engines that TensorRT has built; whatever is in it can be built again.</summary>
    public string EngineFolder => Path.Combine(Root, "engines");

    /// <summary>Folder of what was measured of networks' speed; it can be measured again.</summary>
    public string TileSpeedFolder => Path.Combine(Root, "speeds");

    /// <summary>Where quantisations of networks are kept.</summary>
    public string QuantizationFolder => Path.Combine(Root, "quantizations");

    /// <summary>Folder in which overviews of uploaded rasters are made; whatever is in it can be made again.</summary>
    public string OverviewFolder => Path.Combine(Root, "overviews");

    /// <summary>Folder for uploads that are not items yet.</summary>
    public string UploadFolder => Path.Combine(Root, "uploads");

    /// <summary>Folder of the uploads that come in parts, a folder for each.</summary>
    public string ResumableUploadsFolder => Path.Combine(Root, "resumable-uploads");

    /// <summary>Folder of what was read of rasters of other servers; whatever is in it can be fetched again.</summary>
    public string RemoteRastersFolder => Path.Combine(Root, "remote-rasters");

    /// <summary>Folder in which it is written which files of the data folder are as the data store has them.</summary>
    public string DataStoreFolder => Path.Combine(Root, "data-store");

    /// <summary>Folder of the files that say who uses the data folder.</summary>
    public string ProcessesFolder => Path.Combine(Root, "processes");

    /// <summary>Folder in which a process says what it is making.</summary>
    public string ProcessFolder(string processId) => Path.Combine(ProcessesFolder, processId);

    /// <summary>A path as the database keeps it: files of the data folder relative to it, so that the folder may be moved, others as they are.</summary>
    /// <param name="path">Full path; empty for none.</param>
    public string ToStored(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.StartsWith(RangedFilePath.Prefix, StringComparison.Ordinal))
        {
            return StoredRanges + ToStored(path[(RangedFilePath.Prefix.Length - 1)..]);
        }

        return path.StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path[(Root.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/') : path;
    }

    /// <summary>
    /// Full path of what <see cref="ToStored"/> gave. Earlier versions stored full paths: where the folder was moved since, an item's file is found under the folder that is there.
    /// </summary>
    public string FromStored(string stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        if (stored.StartsWith(StoredRanges, StringComparison.Ordinal))
        {
            return RangedFilePath.Prefix + FromStored(stored[StoredRanges.Length..]).TrimStart('/');
        }

        if (stored.Length > 0 && !Path.IsPathRooted(stored))
        {
            return Path.Combine(Root, stored.Replace('/', Path.DirectorySeparatorChar));
        }

        return InItemFolder().Match(stored) is { Success: true } match && Path.Combine(Root, match.Value[1..]) is var found && Path.Exists(found) ? found : stored;
    }

    [GeneratedRegex(@"[/\\]items[/\\][0-9a-f]{32}[/\\][^/\\].*$", RegexOptions.RightToLeft)]
    private static partial Regex InItemFolder();
}
