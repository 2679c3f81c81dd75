using System.Collections.Concurrent;
using RasterAnalysis.Files;
using RasterAnalysis.Json;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;
using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.BackgroundJobs.Remote;

/// <summary>
/// Rasters of other servers and in cloud stores that jobs and items read by ranges. Addresses stay on this side of the wall: an instance names the file with the description, says which blocks it
/// needs, and finds them in the data folder. Beside the description lies the address, sealed, for whoever comes after a restart.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RemoteRasters(RangeClient client, RangeCache cache, SecretBox secrets, DataLayout layout, RemoteRasterOptions options, JobLimits limits)
    : IRemoteLayers, IDisposable
{
    /// <summary>Begins the names of files in a job's folder that were fetched for it.</summary>
    public const string FilePrefix = "fetched-";

    private const string AddressExtension = ".address";

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
    /// <param name="description">Full path of the description to write, in the folder of a job or an item.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The raster's path for instances, and its bytes; null where the file has to be fetched whole.</returns>
    /// <exception cref="RasterAccessException">The server does not answer.</exception>
    public async Task<(string Path, long Bytes)?> TryTakeAsync(Uri address, string description, CancellationToken cancellationToken)
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
            File.Delete(Path.ChangeExtension(description, AddressExtension));
            return null;
        }

        Forget();
        _rasters[description] = raster with { Described = File.GetLastWriteTimeUtc(description) };
        return (RangedFilePath.Of(description), version.Length);
    }

    /// <inheritdoc/>
    async Task<(string Path, long Bytes)?> IRemoteLayers.TryTakeAsync(Uri address, string itemFolder, int number, CancellationToken cancellationToken) =>
        SignedAddress.IsSigned(address) ? null : await TryTakeAsync(address, Path.Combine(itemFolder, $"remote-{number}.json"), cancellationToken);

    /// <summary>The address of a raster that an item reads; null where the path is another one.</summary>
    /// <param name="path">The raster's path for instances.</param>
    /// <exception cref="RasterAccessException">Its address was sealed in another data folder.</exception>
    public Uri? AddressOf(string path) => RangedFilePath.FileOf(path) is { } description && IsInside(description) ? ReadAddress(description) : null;

    /// <summary>Fetches blocks; see <see cref="IRangeFetcher.FetchAsync"/>.</summary>
    /// <param name="path">The file, as in <see cref="RangedFilePath"/>.</param>
    /// <param name="ranges">The blocks.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="RasterAccessException">The server does not give a block; the text says why, without tokens.</exception>
    public async Task FetchAsync(string path, IReadOnlyList<BlockRange> ranges, CancellationToken cancellationToken)
    {
        var description = DescriptionOf(path);
        var raster = await FindAsync(path, cancellationToken);
        var count = (raster.Version.Length + BlockFile.BlockBytes - 1) / BlockFile.BlockBytes;
        if (ranges.Any(range => range.First < 0 || range.Count < 1 || range.Count > count || range.First > count - range.Count))
        {
            throw new RasterAccessException($"A range outside of the {raster.Version.Length} bytes of a raster of another server was asked for.");
        }

        if (ranges.Sum(range => (decimal)range.Count) > MostBlocks)
        {
            throw new RasterAccessException($"More than {MostBlocks} blocks of a raster of another server were asked for at once; give a smaller extent.");
        }

        cache.Use(raster.Folder);
        try
        {
            await TransfersOf(raster).EnsureAsync(raster, ranges, cancellationToken);
        }
        catch (RasterAccessException exception) when (!exception.IsTransient && IsOfItem(description))
        {
            // an item outlives versions of its file: whoever asks next gets the one of now
            await TakeAgainAsync(raster.Address, description, cancellationToken);
            throw;
        }
    }

    /// <summary>The file behind a raster's path.</summary>
    /// <param name="path">The raster's path for instances.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="RasterAccessException">It belongs to no job and to no item.</exception>
    public async Task<RemoteRaster> FindAsync(string path, CancellationToken cancellationToken)
    {
        // another process may have described a layer's file anew
        var description = DescriptionOf(path);
        return _rasters.TryGetValue(description, out var known) && known.Described == File.GetLastWriteTimeUtc(description) ? known : await ReadAsync(description, cancellationToken);
    }

    private static string DescriptionOf(string path) => RangedFilePath.FileOf(path) is { } named ? Path.GetFullPath(named) : "";

    private async Task TakeAgainAsync(Uri address, string description, CancellationToken cancellationToken)
    {
        var former = await File.ReadAllTextAsync(description, cancellationToken);
        try
        {
            if (await TryTakeAsync(address, description, cancellationToken) is not null)
            {
                return;
            }
        }
        catch (RasterAccessException)
        {
            // it does not answer now; later it may
        }

        await File.WriteAllTextAsync(Path.ChangeExtension(description, AddressExtension), secrets.Seal(address.OriginalString), cancellationToken);
        await File.WriteAllTextAsync(description, former, cancellationToken);
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

    /// <summary>A raster of a job or an item that another run of the service has described.</summary>
    private async Task<RemoteRaster> ReadAsync(string description, CancellationToken cancellationToken)
    {
        if (!IsInside(description) || ReadAddress(description) is not { } address)
        {
            throw new RasterAccessException("A range of a raster that belongs to no job and to no item was asked for.");
        }

        var described = File.GetLastWriteTimeUtc(description);
        var file = PlanJson.Read<RangedFile>(await File.ReadAllTextAsync(description, cancellationToken));
        var version = new RemoteVersion(file.Length, file.EntityTag, file.LastModified);
        return _rasters[description] = new RemoteRaster(
            address, version, file.Identity is not null && cache.IsKept ? cache.FolderOf(address, version) : OwnFolderOf(description), described);
    }

    /// <summary>Whether a description lies where this service puts them: in the folder of a job or an item.</summary>
    private bool IsInside(string description) => Path.GetDirectoryName(Path.GetDirectoryName(description)) is { } folder && (folder == layout.JobsFolder || folder == layout.ItemsFolder);

    private bool IsOfItem(string description) => Path.GetDirectoryName(Path.GetDirectoryName(description)) == layout.ItemsFolder;

    private Uri? ReadAddress(string description)
    {
        try
        {
            return File.Exists(description) ? new Uri(secrets.Open(File.ReadAllText(Path.ChangeExtension(description, AddressExtension)))) : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private async Task DescribeAsync(RemoteRaster raster, string description, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(Path.ChangeExtension(description, AddressExtension), secrets.Seal(raster.Address.OriginalString), cancellationToken);
        var (version, identity) = (raster.Version, raster.Version.IsStrong ? RangeCache.IdentityOf(raster.Address, raster.Version) : null);
        var file = new RangedFile(version.Length, Path.GetRelativePath(Path.GetDirectoryName(description)!, raster.Folder), identity, version.EntityTag, version.LastModified);
        WholeFile.Write(description, PlanJson.Write(file));
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
