using System.Security;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using RasterAnalysis.Files;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.DataStore;

/// <summary>Copies files of folders into the data store and out of it. What is brought appears whole, and with the time that it had where it was made.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class FolderTransfer(ContentStore store, DataLayout layout)
{
    private const int AtOnce = 4;
    private const int Tries = 5;

    // what somebody is writing, and blocks of other servers' files, which each machine fetches for itself
    private const string Partial = ".part";
    private const string Blocks = ".blocks";

    /// <summary>The files of a folder that are worth storing, by their paths in it, with slashes.</summary>
    public static IReadOnlyList<string> PathsIn(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(path => !path.EndsWith(Partial, StringComparison.Ordinal) && !path.Split('/')[..^1].Any(part => part.EndsWith(Blocks, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)] : [];

    /// <summary>Stores the contents of files.</summary>
    /// <param name="folder">Their folder.</param>
    /// <param name="paths">Their paths in it. A file that has gone meanwhile is left out.</param>
    /// <param name="namesRoot">Whether paths of the data folder may stand in a file, which are other ones elsewhere.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="RasterAccessException">The store does not take it.</exception>
    public async Task<IReadOnlyList<KeptFile>> PutAsync(string folder, IReadOnlyList<string> paths, Func<string, bool> namesRoot, CancellationToken cancellationToken)
    {
        var kept = new KeptFile?[paths.Count];
        await Parallel.ForAsync(0, paths.Count, Options(cancellationToken), async (number, token) =>
        {
            kept[number] = await PutAsync(folder, paths[number], namesRoot(paths[number]) ? layout.Root : null, token);
        });
        return [.. kept.OfType<KeptFile>()];
    }

    /// <summary>Brings files into a folder. They are all fetched before the first of them takes its place, in their order.</summary>
    /// <param name="files">The files.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="RasterAccessException">The store does not give one, or not as it was; the folder is as it was then.</exception>
    public async Task<IReadOnlyList<KeptFile>> GetAsync(IReadOnlyList<StoredFile> files, string folder, CancellationToken cancellationToken)
    {
        var targets = files.Select(file => PlaceOf(file, folder)).ToArray();
        var partials = Array.ConvertAll(targets, target => $"{target}.{Guid.NewGuid():N}{Partial}");
        try
        {
            await Parallel.ForAsync(0, files.Count, Options(cancellationToken), async (number, token) =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(targets[number])!);
                await store.GetAsync(files[number], partials[number], token);
                Settle(files[number], partials[number]);
            });
            foreach (var (partial, target) in partials.Zip(targets))
            {
                File.Move(partial, target, overwrite: true);
            }
        }
        finally
        {
            foreach (var partial in partials.Where(File.Exists))
            {
                File.Delete(partial);
            }
        }

        return [.. files.Zip(targets, (file, target) => FileStamp.Of(target) is var stamp ? new KeptFile(file, stamp.Length, stamp.ModifiedTicks) : null!)];
    }

    private static ParallelOptions Options(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };

    /// <summary>Where a file belongs; a manifest that somebody has written by hand leads nowhere else.</summary>
    private static string PlaceOf(StoredFile file, string folder) =>
        file.Path.Length > 0 && !file.Path.Contains('\\', StringComparison.Ordinal) && file.Path.Split('/').All(part => part is not ("" or "." or ".."))
            ? Path.Combine(folder, file.Path.Replace('/', Path.DirectorySeparatorChar))
            : throw new RasterAccessException($"A manifest in the data store names the file '{file.Path}', which is none of its folder.");

    private async Task<KeptFile?> PutAsync(string folder, string path, string? root, CancellationToken cancellationToken)
    {
        var full = Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));
        try
        {
            for (var attempt = 0; attempt < Tries; attempt++)
            {
                var stamp = FileStamp.Of(full);
                var hash = await HashAsync(full, cancellationToken);
                await store.PutAsync(full, hash, cancellationToken);

                // what was written meanwhile is not what was hashed
                if (stamp.IsUnchanged())
                {
                    return new KeptFile(new StoredFile(path, stamp.Length, stamp.ModifiedTicks, hash, root), stamp.Length, stamp.ModifiedTicks);
                }
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        throw new RasterAccessException($"'{Path.GetFileName(full)}' changes while it is written into the data store.", isTransient: true);
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 17, FileOptions.Asynchronous | FileOptions.SequentialScan);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    /// <summary>Gives a fetched file the paths that hold here, and its time.</summary>
    private void Settle(StoredFile file, string path)
    {
        if (file.Root is { } root && root != layout.Root)
        {
            var text = File.ReadAllText(path);
            var moved = file.Path.EndsWith(".vrt", StringComparison.Ordinal) ? Moved(text, Xml(root), Xml(layout.Root)) : Moved(text, Json(root), Json(layout.Root));
            if (moved != text)
            {
                File.WriteAllText(path, moved);
            }
        }

        File.SetLastWriteTimeUtc(path, new DateTime(file.ModifiedTicks, DateTimeKind.Utc));

        // a folder of another path that ends with the same words is another one
        static string Moved(string text, string from, string to) => Regex.Replace(
            text, $"(?:(?<![\\w.-])|(?<={Regex.Escape(RangedFilePath.Prefix.TrimEnd('/'))})){Regex.Escape(from)}", to.Replace("$", "$$", StringComparison.Ordinal));
        static string Xml(string folder) => SecurityElement.Escape(folder) + "/";
        static string Json(string folder) => PlanJson.Write(folder + "/").Trim('"');
    }
}
