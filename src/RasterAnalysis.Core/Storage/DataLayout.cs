namespace RasterAnalysis.Storage;

/// <summary>Where the service keeps its files, under the setting <c>RasterAnalysis__DataRoot</c>.</summary>
/// <param name="root">Folder; made absolute. It need not exist yet.</param>
public sealed class DataLayout(string root)
{
    /// <summary>The folder.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>The embedded database.</summary>
    public string DatabasePath => Path.Combine(Root, "rasteranalysis.db");

    /// <summary>The key of <see cref="SecretBox"/>.</summary>
    public string SecretKeyPath => Path.Combine(Root, "secrets.key");

    /// <summary>Folder of one item's files.</summary>
    public string ItemFolder(string itemId) => Path.Combine(Root, "items", itemId);

    /// <summary>Folder of one job's scratch files; gone when the job is finished.</summary>
    public string JobFolder(string jobId) => Path.Combine(Root, "jobs", jobId);

    /// <summary>Folder of the finished sections of failed jobs, one folder for each job.</summary>
    public string KeptSectionsFolder => Path.Combine(Root, "kept");

    /// <summary>Folder of the engines that TensorRT has built; whatever is in it can be built again.</summary>
    public string EngineFolder => Path.Combine(Root, "engines");

    /// <summary>Folder of what was measured of networks' speed; it can be measured again.</summary>
    public string TileSpeedFolder => Path.Combine(Root, "speeds");

    /// <summary>Folder in which overviews of uploaded rasters are made; whatever is in it can be made again.</summary>
    public string OverviewFolder => Path.Combine(Root, "overviews");

    /// <summary>Folder for uploads that are not items yet.</summary>
    public string UploadFolder => Path.Combine(Root, "uploads");
}
