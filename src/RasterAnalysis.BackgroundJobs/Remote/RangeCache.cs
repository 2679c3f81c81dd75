using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using RasterAnalysis.Files;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Remote;

/// <summary>
/// What was read of rasters of other servers, kept for later jobs: a folder for each address, whatever signature it has, and in it one for each version of the file (<see cref="BlockFile"/>). Names
/// are hashes, so no address lies there. When there is more than the settings allow, what was used longest ago goes; what an unfinished job reads stays.
/// </summary>
/// <remarks>Thread-safe, and safe between processes that share the data root: whoever misses a file makes it anew.</remarks>
internal sealed class RangeCache(DataLayout layout, RemoteRasterOptions options, TimeProvider time, ILogger<RangeCache> logger)
{
    private const string VersionFile = "version.json";
    private const string Going = "going-";
    private const int HashDigits = 32;
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(1);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (DateTime Written, long Bytes)> _sizes = new(StringComparer.Ordinal);
    private long _untrimmed;

    /// <summary>Whether anything is kept beyond a job.</summary>
    public bool IsKept => options.CacheBytes > 0;

    /// <summary>What tells the bytes of a version of a file from all others.</summary>
    /// <param name="address">The file.</param>
    /// <param name="version">A version with a strong entity tag.</param>
    public static string IdentityOf(Uri address, RemoteVersion version) =>
        Hash(string.Create(CultureInfo.InvariantCulture, $"{SignedAddress.Unsigned(address)}\n{version.EntityTag}\n{version.Length}"));

    /// <summary>The folder of a version.</summary>
    /// <param name="address">The file.</param>
    /// <param name="version">A version with a strong entity tag.</param>
    public string FolderOf(Uri address, RemoteVersion version) => Path.Combine(FolderOf(address), IdentityOf(address, version)[..HashDigits]);

    /// <summary>The version of a file that was read last; null for none.</summary>
    public RemoteVersion? FindNewest(Uri address)
    {
        if (!IsKept || !Directory.Exists(FolderOf(address)))
        {
            return null;
        }

        try
        {
            var newest = Directory.EnumerateDirectories(FolderOf(address)).Select(folder => Path.Combine(folder, VersionFile)).Where(File.Exists).MaxBy(File.GetLastWriteTimeUtc);
            return newest is null ? null : PlanJson.Read<RemoteVersion>(File.ReadAllText(newest));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Notes that a version is used now.</summary>
    public void Note(string folder, RemoteVersion version)
    {
        var file = Path.Combine(folder, VersionFile);
        Directory.CreateDirectory(folder);
        WholeFile.Write(file, PlanJson.Write(version));
        File.SetLastWriteTimeUtc(file, time.GetUtcNow().UtcDateTime);
    }

    /// <summary>Notes that a version is used, so that others go before it.</summary>
    public void Use(string folder)
    {
        var file = Path.Combine(folder, VersionFile);
        if (time.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(file) > Stale && File.Exists(file))
        {
            try
            {
                File.SetLastWriteTimeUtc(file, time.GetUtcNow().UtcDateTime);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // another process is just removing it
            }
        }
    }

    /// <summary>Counts bytes that were fetched, and trims when they have become many.</summary>
    public void Grew(long bytes)
    {
        if (Interlocked.Add(ref _untrimmed, bytes) > Math.Min(64L << 20, options.CacheBytes / 16))
        {
            Trim();
        }
    }

    /// <summary>Removes what is too much. Where another process is doing so, it may do less.</summary>
    public void Trim()
    {
        try
        {
            TrimOnce();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // whoever fetches for a job has nothing to do with it
            logger.LogWarning(exception, "What is kept of rasters of other servers could not be looked through");
        }
    }

    private void TrimOnce()
    {
        lock (_lock)
        {
            _untrimmed = 0;
            if (!Directory.Exists(layout.RemoteRastersFolder))
            {
                return;
            }

            foreach (var left in Directory.EnumerateDirectories(layout.RemoteRastersFolder, Going + "*").ToArray())
            {
                Remove(left);
            }

            var versions = Directory.EnumerateDirectories(layout.RemoteRastersFolder).SelectMany(Directory.EnumerateDirectories)
                .Select(folder => (Folder: folder, Bytes: BytesOf(folder), Used: File.GetLastWriteTimeUtc(Path.Combine(folder, VersionFile))))
                .OrderBy(version => version.Used).ToArray();
            var total = versions.Sum(version => version.Bytes);
            var inUse = total > options.CacheBytes ? InUse() : [];
            foreach (var (folder, bytes, _) in versions.Where(version => !inUse.Contains(version.Folder)))
            {
                if (total <= options.CacheBytes)
                {
                    break;
                }

                RemoveVersion(folder);
                total -= bytes;
            }

            foreach (var gone in _sizes.Keys.Where(folder => !Directory.Exists(folder)).ToArray())
            {
                _sizes.Remove(gone);
            }
        }
    }

    /// <summary>Counted again when blocks were written since: the index of a large file is large.</summary>
    private long BytesOf(string folder)
    {
        var written = BlockFile.LastWrite(folder);
        if (!_sizes.TryGetValue(folder, out var known) || known.Written != written)
        {
            _sizes[folder] = known = (written, BlockFile.WrittenBytes(folder));
        }

        return known.Bytes;
    }

    /// <summary>The folders that descriptions in jobs' folders name.</summary>
    private HashSet<string> InUse()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var description in Directory.Exists(layout.JobsFolder) ? Directory.EnumerateDirectories(layout.JobsFolder).SelectMany(DescriptionsIn) : [])
        {
            try
            {
                found.Add(PlanJson.Read<RangedFile>(File.ReadAllText(description)).FolderFrom(description));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
            {
                // the job has just ended
            }
        }

        return found;
    }

    private static string[] DescriptionsIn(string jobFolder)
    {
        try
        {
            return Directory.GetFiles(jobFolder, "fetched-*.json");
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Aside first: whoever opens it meanwhile finds all of it or nothing.</summary>
    private void RemoveVersion(string folder)
    {
        var aside = Path.Combine(layout.RemoteRastersFolder, Going + Guid.NewGuid().ToString("N"));
        try
        {
            Directory.Move(folder, aside);
            if (Path.GetDirectoryName(folder) is { } address && !Directory.EnumerateFileSystemEntries(address).Any())
            {
                Directory.Delete(address);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning(exception, "What was read of a raster of another server, in {Folder}, could not be removed", folder);
            return;
        }

        Remove(aside);
    }

    private void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning(exception, "{Folder} could not be removed", folder);
        }
    }

    private string FolderOf(Uri address) => Path.Combine(layout.RemoteRastersFolder, Hash(SignedAddress.Unsigned(address))[..HashDigits]);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
