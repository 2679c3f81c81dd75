using Microsoft.Extensions.Logging;
using RasterAnalysis.Json;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.DataFolder;

/// <summary>
/// This process's right to the data folder. The embedded service has it for itself; processes over PostgreSQL share it with each other. The right is a lock of the operating system on
/// <c>service.lock</c>, which goes with the process however it ends, so nothing has to be cleaned up after a kill; files in <c>processes/</c> say who has it.
/// </summary>
/// <remarks>Thread-safe after <see cref="Take"/>.</remarks>
internal sealed class FolderUse(DataLayout layout, BackgroundJobsOptions options, TimeProvider time, ILogger<FolderUse> logger) : IDisposable
{
    /// <summary>How long a process on another host may be silent before it counts as ended; see <see cref="Touch"/>.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromHours(6);

    private readonly FolderUser _here = FolderUser.Here(time);
    private FileStream? _folder;
    private FileStream? _own;

    /// <summary>Takes the right.</summary>
    /// <exception cref="InvalidRequestException">Another process has it; names it.</exception>
    public void Take()
    {
        _folder = TryLock(Path.Combine(layout.Root, "service.lock"), isShared: !options.IsEmbedded) ?? throw new InvalidRequestException(
            "RasterAnalysis__DataRoot",
            $"the folder '{layout.Root}' is in use by {Named()}; stop it, or give this service another folder. Only processes that share a PostgreSQL database share a folder.");
        var others = Others().Where(other => !IsEnded(other)).Select(other => FolderUser.Find(FileOf(other))).OfType<FolderUser>().ToArray();
        if (others.Length > 0)
        {
            logger.LogInformation("The data folder is shared, over PostgreSQL, with {Others}", string.Join("; ", others.AsEnumerable()));
        }

        Directory.CreateDirectory(layout.ProcessFolder(layout.ProcessId));
        _own = TryLock(LockOf(layout.ProcessId), isShared: false);
        Touch();
    }

    /// <summary>Says to other hosts that this process still runs. To be called every hour.</summary>
    public void Touch() => File.WriteAllText(FileOf(layout.ProcessId), PlanJson.Write(_here));

    /// <summary>The lock of the one process that sweeps; null while another has it.</summary>
    public IDisposable? TryTakeTurn() => TryLock(Path.Combine(layout.Root, "sweep.lock"), isShared: false);

    /// <summary>Processes that used the folder, or still do, but for this one.</summary>
    public IReadOnlyList<string> Others() => Directory.Exists(layout.ProcessesFolder)
        ? [.. Directory.EnumerateFileSystemEntries(layout.ProcessesFolder)
            .Select(Path.GetFileNameWithoutExtension).OfType<string>().Where(id => id != layout.ProcessId).Distinct(StringComparer.Ordinal)]
        : [];

    /// <summary>Whether one of <see cref="Others"/> has ended.</summary>
    public bool IsEnded(string processId)
    {
        if (options.IsEmbedded)
        {
            return true; // nobody else can have the folder
        }

        if (FolderUser.Find(FileOf(processId)) is not { } user)
        {
            return !File.Exists(LockOf(processId)) || time.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(LockOf(processId)) > Silence;
        }

        if (user.Host != Environment.MachineName)
        {
            // locks of other hosts are seen by some shared file systems only
            return time.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(FileOf(processId)) > Silence;
        }

        using var free = TryLock(LockOf(processId), isShared: false);
        return free is not null;
    }

    /// <summary>Removes the files of a process that has ended.</summary>
    public void Forget(string processId)
    {
        if (Directory.Exists(layout.ProcessFolder(processId)))
        {
            Directory.Delete(layout.ProcessFolder(processId), recursive: true);
        }

        File.Delete(FileOf(processId));
        File.Delete(LockOf(processId));
    }

    public void Dispose()
    {
        if (_own is not null)
        {
            Forget(layout.ProcessId);
        }

        _own?.Dispose();
        _folder?.Dispose();
        (_own, _folder) = (null, null);
    }

    private string Named() => Others().Select(other => FolderUser.Find(FileOf(other))).OfType<FolderUser>().MaxBy(user => user.Since)?.ToString() ?? "another process";

    private string FileOf(string processId) => Path.Combine(layout.ProcessesFolder, $"{processId}.json");

    private string LockOf(string processId) => Path.Combine(layout.ProcessesFolder, $"{processId}.lock");

    /// <summary>.NET locks files by flock(2) on Unix, and by the way in which they are opened on Windows.</summary>
    private static FileStream? TryLock(string path, bool isShared)
    {
        try
        {
            return isShared
                ? new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read)
                : new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException) && File.Exists(path))
        {
            return null;
        }
    }
}
