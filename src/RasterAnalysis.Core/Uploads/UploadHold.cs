using RasterAnalysis.Storage;

namespace RasterAnalysis.Uploads;

/// <summary>
/// The right to change an upload. It is a lock of the operating system on a file in the upload's folder, so it holds between processes too, and goes with the process however it ends.
/// </summary>
public sealed class UploadHold : IDisposable
{
    /// <summary>Name of the file that says what an upload will be. As long as it is there, the upload is.</summary>
    internal const string Announcement = "upload.json";

    private readonly FileStream _lock;

    private UploadHold(string folder, FileStream taken) => (Folder, _lock) = (folder, taken);

    /// <summary>Folder of the upload.</summary>
    internal string Folder { get; }

    /// <summary>Removes the upload, and gives the right back.</summary>
    public void DeleteUpload()
    {
        File.Delete(Path.Combine(Folder, Announcement));
        Dispose();
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // somebody took the right in between; a folder without an announcement is no upload any more, and goes when it expires
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    /// <summary>Takes the right; null while somebody else has it, and where there is no such folder.</summary>
    internal static UploadHold? TryTake(string folder)
    {
        try
        {
            return new UploadHold(folder, new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (!FullDisk.Is(exception))
        {
            return null;
        }
    }
}
