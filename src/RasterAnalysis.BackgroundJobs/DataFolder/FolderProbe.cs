namespace RasterAnalysis.BackgroundJobs.DataFolder;

/// <summary>Finds out whether a folder can be written, by writing: permissions, a file system that is mounted to be read and a full disk do not show otherwise.</summary>
internal static class FolderProbe
{
    // as much as the database's shared memory file takes
    private const int Bytes = 1 << 15;

    /// <summary>Makes the folder if it is not there, and in it a file, which is gone again.</summary>
    /// <exception cref="IOException">The disk is full, or the file system mounted to be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not to be written by this user.</exception>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        using var file = new FileStream(
            Path.Combine(folder, $".probe-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        file.Write(new byte[Bytes]);
    }
}
