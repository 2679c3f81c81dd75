using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Ranges;

/// <summary>
/// A file system of GDAL's own kind, of files whose blocks are fetched as they are read (<see cref="RangedFilePath"/>). It only reads. Once a range of a file was not to be had, nothing more of that
/// file is read until <see cref="TakeFailure"/>: GDAL tries a hundred further blocks after the first that fails, and takes some of its silence for zeros.
/// </summary>
/// <remarks>Thread-safe. It belongs to the process.</remarks>
public static class RangeFileSystem
{
    private static readonly Lock Gate = new();
    private static readonly ConcurrentDictionary<string, RasterAccessException> Failures = new(StringComparer.Ordinal);
    private static volatile IRangeSource? source;

    /// <summary>Has files read by ranges from now on; without it there are none.</summary>
    /// <param name="ranges">Where blocks come from.</param>
    public static void Use(IRangeSource ranges)
    {
        GdalRuntime.Initialize();
        lock (Gate)
        {
            if (source is null)
            {
                Install();
            }

            source = ranges;
        }
    }

    /// <summary>Why ranges could not be had since the last call, the first cause of one of the files; null where all could. What was read since is worth nothing then.</summary>
    public static RasterAccessException? TakeFailure()
    {
        var failure = Failures.Values.FirstOrDefault();
        Failures.Clear();
        return failure;
    }

    // Has the files of stacks brought that are described without them.
    internal static void Bring(IReadOnlyList<string> stacks) => (source ?? throw new RasterAccessException("Files of other servers cannot be brought here.")).Bring(stacks);

    // Whether a name is one of those that this service gives, and the file is there to be read.
    internal static bool Finds(string path) => source is not null && RangedFilePath.FileOf(path) is { } description && File.Exists(description);

    internal static RasterAccessException? FailureOf(string path) => Failures.IsEmpty ? null : Failures.GetValueOrDefault(path);

    internal static void Fail(string path, Exception exception) => Failures.TryAdd(
        path,
        exception as RasterAccessException ?? new RasterAccessException($"'{Path.GetFileName(path)}' cannot be read: {exception.Message}", isTransient: false, exception));

    // Fetches places of a file ahead of reading them; later ones are only asked for.
    internal static void Prefetch(string path, IReadOnlyList<(long Offset, long Count)> places, bool isLater)
    {
        if (source is { } ranges && RangedFilePath.FileOf(path) is { } description)
        {
            using var file = OpenRangedFile.Open(path, description, ranges);
            if (isLater)
            {
                file.Announce(places);
            }
            else
            {
                file.Fetch(places);
            }
        }
    }

    // For the callbacks: the name as they get it, without the prefix. Null where there is no such file.
    internal static (string Path, string Description, IRangeSource Source)? Find(string rest)
    {
        var path = RangedFilePath.Prefix + rest;
        if (!Finds(path) || source is not { } ranges || RangedFilePath.FileOf(path) is not { } description)
        {
            return null;
        }

        // of a file that nobody has read for long nothing may be kept
        if (!File.Exists(OpenRangedFile.DataPathOf(description)))
        {
            ranges.Fetch(path, [new BlockRange(0, 1)]);
        }

        return (path, description, ranges);
    }

    private static unsafe void Install()
    {
        var callbacks = LibGdal.VSIAllocFilesystemPluginCallbacksStruct();
        RangeCallbacks.Fill(callbacks);

        // never freed: libgdal 3.6 keeps this pointer and no copy
        var prefix = (byte*)Marshal.StringToCoTaskMemUTF8(RangedFilePath.Prefix);
        var result = LibGdal.VSIInstallPluginHandler(prefix, callbacks);
        LibGdal.VSIFreeFilesystemPluginCallbacksStruct(callbacks);
        if (result != 0)
        {
            throw new GdalException("libgdal takes no file system of ours.", "VSIInstallPluginHandler");
        }
    }
}
