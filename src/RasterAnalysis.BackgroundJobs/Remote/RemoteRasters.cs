using System.Collections.Concurrent;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Remote;

/// <summary>
/// Rasters of other servers that jobs read by ranges. Addresses stay on this side of the wall: an instance names the file with the description, says which blocks it needs, and finds them in the
/// data folder.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RemoteRasters(
    RangeClient client, RangeCache cache, IJobStore jobs, StoredRequests requests, DataLayout layout, RemoteRasterOptions options, JobLimits limits, SecretBox secrets) : IRangeFetcher, IDisposable
{
    /// <summary>Begins the names of files in a job's folder that were fetched for it.</summary>
    public const string FilePrefix = "fetched-";

    // what of a GeoTIFF is read in any case, in one request
    private const int ProbeBytes = 4 * BlockFile.BlockBytes;

    // 1 TiB: an index of 512 MiB, mostly a hole
    private const long MostBytes = 1L << 40;

    // 16 GiB at once: a section of a hundred bands needs a quarter of it
    private const long MostBlocks = 1L << 20;
    private readonly ConcurrentDictionary<string, RemoteRaster> _rasters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RangeTransfers> _transfers = new(StringComparer.Ordinal);

    /// <summary>Looks at a file, and has it read by ranges where it is a GeoTIFF with tiles and its server gives ranges and says by what the file is known again.</summary>
    /// <param name="address">The file.</param>
    /// <param name="description">Full path of the description to write, in the job's folder.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The raster's path for instances; null where the file has to be fetched whole.</returns>
    /// <exception cref="RasterAccessException">The server does not answer.</exception>
    public async Task<string?> TryTakeAsync(Uri address, string description, CancellationToken cancellationToken)
    {
        if (!options.ByRanges || OperatingSystem.IsWindows())
        {
            return null;
        }

        var probe = await client.ProbeAsync(address, cache.FindNewest(address), ProbeBytes, cancellationToken);
        if (probe.Version is not { Length: <= MostBytes } version || probe.Head is { } bytes && !TiffHead.IsTiff(bytes))
        {
            return null;
        }

        // described first: from then on nobody takes the folder away
        var isShared = version.IsStrong && cache.IsKept;
        var raster = new RemoteRaster(address, version, isShared ? cache.FolderOf(address, version) : OwnFolderOf(description));
        await DescribeAsync(raster, description, cancellationToken);
        await File.WriteAllTextAsync(SealedAddressOf(description), secrets.Seal(address.OriginalString), cancellationToken);
        var transfers = TransfersOf(raster);
        if (isShared)
        {
            cache.Note(raster.Folder, version);
        }

        if (probe.Head is { } head)
        {
            transfers.Store(raster, head);
        }

        if (!await IsTiledAsync(raster, transfers, cancellationToken))
        {
            File.Delete(description);
            File.Delete(SealedAddressOf(description));
            return null;
        }

        Forget();
        _rasters[description] = raster;
        return RangedFilePath.Of(description);
    }

    /// <inheritdoc/>
    public async Task FetchAsync(string path, IReadOnlyList<BlockRange> ranges, CancellationToken cancellationToken)
    {
        var description = RangedFilePath.FileOf(path) is { } named ? Path.GetFullPath(named) : "";
        var raster = _rasters.TryGetValue(description, out var known) ? known : await FindAsync(description, cancellationToken);
        var count = (raster.Version.Length + BlockFile.BlockBytes - 1) / BlockFile.BlockBytes;
        if (ranges.Any(range => range.First < 0 || range.Count < 1 || range.Count > count || range.First > count - range.Count))
        {
            throw new RasterAccessException($"A range outside of the {raster.Version.Length} bytes of a raster of another server was asked for.");
        }

        if (ranges.Sum(range => (decimal)range.Count) > MostBlocks)
        {
            throw new RasterAccessException($"More than {MostBlocks} blocks of a raster of another server were asked for at once; give a smaller extent.");
        }

        await TransfersOf(raster).EnsureAsync(raster, ranges, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var transfers in _transfers.Values)
        {
            transfers.Dispose();
        }
    }

    private static async Task<bool> IsTiledAsync(RemoteRaster raster, RangeTransfers transfers, CancellationToken cancellationToken) => await TiffHead.IsTiledAsync(
        async (offset, count) =>
        {
            if (offset < 0 || offset > raster.Version.Length - count)
            {
                return null;
            }

            using var file = BlockFile.OpenOrCreate(raster.Folder, raster.Version.Length);
            await transfers.EnsureAsync(raster, [file.BlocksOf(offset, count)], cancellationToken);
            var bytes = new byte[count];
            return file.Read(offset, bytes) == count ? bytes : null;
        });

    /// <summary>A job that an earlier run of the service has planned: its address stands beside the description or in the stored request, the version in its folder.</summary>
    private async Task<RemoteRaster> FindAsync(string description, CancellationToken cancellationToken)
    {
        var inside = description.StartsWith(layout.JobsFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(description)
            ? description[(layout.JobsFolder.Length + 1)..].Split(Path.DirectorySeparatorChar) : [];
        if (inside is not [var jobId, var name] || await jobs.FindAsync(jobId, cancellationToken) is not { } job
            || (await ReadAddressAsync(description, cancellationToken) ?? AddressOf(requests.Read<JobRequest>(job.Request), name)) is not { } address)
        {
            throw new RasterAccessException("A range of a raster that belongs to no job was asked for.");
        }

        var file = PlanJson.Read<RangedFile>(await File.ReadAllTextAsync(description, cancellationToken));
        var version = new RemoteVersion(file.Length, file.EntityTag, file.LastModified);
        var raster = new RemoteRaster(address, version, file.Identity is not null && cache.IsKept ? cache.FolderOf(address, version) : OwnFolderOf(description));
        return _rasters.GetOrAdd(description, raster);
    }

    private static string SealedAddressOf(string description) => Path.ChangeExtension(description, ".address");

    /// <summary>The address that was sealed beside a description; null where an earlier version has written it.</summary>
    private async Task<Uri?> ReadAddressAsync(string description, CancellationToken cancellationToken) =>
        File.Exists(SealedAddressOf(description)) ? new Uri(secrets.Open(await File.ReadAllTextAsync(SealedAddressOf(description), cancellationToken))) : null;

    private static Uri? AddressOf(JobRequest request, string fileName) => fileName switch
    {
        FilePrefix + "raster.json" => request.Input.Url,
        FilePrefix + "mask.json" => request.MaskRaster?.Url,
        FilePrefix + "snap.json" => request.SnapRaster?.Url,
        FilePrefix + "cell-size.json" => request.CellSizeRaster?.Url,
        _ => null,
    };

    private static async Task DescribeAsync(RemoteRaster raster, string description, CancellationToken cancellationToken)
    {
        var (version, identity) = (raster.Version, raster.Version.IsStrong ? RangeCache.IdentityOf(raster.Address, raster.Version) : null);
        var file = new RangedFile(version.Length, Path.GetRelativePath(Path.GetDirectoryName(description)!, raster.Folder), identity, version.EntityTag, version.LastModified);
        await File.WriteAllTextAsync(description + ".part", PlanJson.Write(file), cancellationToken);
        File.Move(description + ".part", description, overwrite: true);
    }

    private static string OwnFolderOf(string description) => Path.ChangeExtension(description, ".blocks");

    private RangeTransfers TransfersOf(RemoteRaster raster) =>
        _transfers.GetOrAdd(raster.Folder, _ => new RangeTransfers(client, limits, raster.Folder.StartsWith(layout.RemoteRastersFolder, StringComparison.Ordinal) ? cache.Grew : _ => { }));

    /// <summary>Jobs whose folder is gone are over, and ask no more.</summary>
    private void Forget()
    {
        foreach (var description in _rasters.Keys.Where(description => !File.Exists(description)))
        {
            _rasters.TryRemove(description, out _);
        }

        var folders = _rasters.Values.Select(raster => raster.Folder).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in _transfers.Keys.Where(folder => !folders.Contains(folder) && !Directory.Exists(folder)))
        {
            _transfers.TryRemove(folder, out _);
        }
    }
}
