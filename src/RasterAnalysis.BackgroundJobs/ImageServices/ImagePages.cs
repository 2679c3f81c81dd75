using RasterAnalysis.ImageServices;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.ImageServices;

/// <summary>
/// Fetches blocks of image services for the processing instances of all jobs. Addresses, rules and tokens stay on this side of the wall: an instance
/// names the file with the description and gets files back (decision 50).
/// </summary>
internal sealed class ImagePages(IJobStore jobs, ServiceHttp http, SecretBox secrets, StoredRequests requests, DataLayout layout) : IPageFetcher, IDisposable
{
    private readonly SemaphoreSlim _lock = new(1);
    private readonly Dictionary<string, JobPages> _jobs = [];

    public async Task<IReadOnlyList<PageFile>> FetchAsync(string path, IReadOnlyList<PixelWindow> windows, CancellationToken cancellationToken)
    {
        var file = ImageServicePath.FileOf(path) is { } named ? Path.GetFullPath(named) : "";
        var jobId = JobOf(file) ?? throw new RasterAccessException("An image service that belongs to no job was asked for.");
        var raster = PlanJson.Read<ImageServiceRaster>(await File.ReadAllTextAsync(file, cancellationToken));
        if (windows.Any(window => window.IsEmpty || !PixelWindow.Whole(raster.Size).Contains(window)))
        {
            throw new RasterAccessException($"A block outside of the {raster.Size} pixels of {raster.Name} was asked for.");
        }

        var pages = await PagesOfAsync(jobId, cancellationToken);
        return await pages.FetchAsync(path, raster, Path.GetDirectoryName(file)!, windows, cancellationToken);
    }

    /// <summary>A client for a service, with its token opened.</summary>
    public ImageServiceClient ClientOf(ImageServiceSource source) =>
        new(http, source.Address, source.Token is { } token ? secrets.Open(token) : null);

    public void Dispose()
    {
        _lock.Dispose();
        foreach (var pages in _jobs.Values)
        {
            pages.Dispose();
        }
    }

    /// <summary>The job in whose folder a description lies; null when it lies elsewhere.</summary>
    private string? JobOf(string file)
    {
        var root = layout.JobsFolder + Path.DirectorySeparatorChar;
        return file.StartsWith(root, StringComparison.Ordinal) && File.Exists(file) ? file[root.Length..].Split(Path.DirectorySeparatorChar)[0] : null;
    }

    private async Task<JobPages> PagesOfAsync(string jobId, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken);
        try
        {
            if (_jobs.TryGetValue(jobId, out var known))
            {
                return known;
            }

            // a job whose folder is gone is over, and asks no more
            foreach (var (id, _) in _jobs.Where(entry => !Directory.Exists(entry.Value.Folder)).ToArray())
            {
                _jobs.Remove(id);
            }

            var job = await jobs.FindAsync(jobId, cancellationToken) ?? throw new RasterAccessException("An image service of a job that is gone was asked for.");
            return _jobs[jobId] = new JobPages(
                layout.JobFolder(jobId), requests.Read<JobRequest>(job.Request), ClientOf,
                text => jobs.AddMessageAsync(jobId, JobMessageType.Warning, text, CancellationToken.None));
        }
        finally
        {
            _lock.Release();
        }
    }
}
