using RasterAnalysis.BackgroundJobs.Remote;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>The files of one running job. They are gone when the job is finished, whatever its end.</summary>
internal sealed class JobScratch(DataLayout layout, string jobId)
{
    public string Folder { get; } = layout.JobFolder(jobId);

    /// <summary>The data folder.</summary>
    public string Root => layout.Root;

    /// <summary>The list of the job's parts; it is written last, so that it stands for complete plans.</summary>
    public string PartsPath => Path.Combine(Folder, "parts.json");

    public string PlanPath(int part) => Path.Combine(Folder, $"plan-{part:D4}.json");

    public string ResultPath(int part) => Path.Combine(Folder, $"classified-{part:D4}.tif");

    /// <summary>The table of a job that makes features.</summary>
    public string TablePath => Path.Combine(Folder, "features.gpkg");

    /// <summary>The virtual raster of the finished sections, for people who look while the job runs.</summary>
    public string PartialPath => Path.Combine(Folder, "partial.vrt");

    public string PackageFolder => Path.Combine(Folder, "package");

    public string FetchedInput(string name) => Path.Combine(Folder, RemoteRasters.FilePrefix + name);

    /// <summary>Descriptions and pages of image services.</summary>
    public string ImageServices => Path.Combine(Folder, "image-services");

    public string SectionsFolder => Path.Combine(Folder, "sections");

    public string SectionPath(int number) => Path.Combine(SectionsFolder, $"{number:D6}.tif");

    /// <summary>The data folder in which the job's folder lay when a path in it was written down; null when it lies there still.</summary>
    public string? FormerRoot(string path) =>
        Path.GetDirectoryName(path) is { } folder && folder != Folder && folder.EndsWith(Folder[layout.Root.Length..], StringComparison.Ordinal)
            ? folder[..^(Folder.Length - layout.Root.Length)] : null;

    public void Create() => Directory.CreateDirectory(SectionsFolder);

    public void Delete()
    {
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
