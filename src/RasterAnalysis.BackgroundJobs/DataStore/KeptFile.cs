using RasterAnalysis.Files;

namespace RasterAnalysis.BackgroundJobs.DataStore;

/// <summary>A file that lies here as the data store has it.</summary>
/// <param name="File">As it was stored.</param>
/// <param name="Length">Bytes that it has here: others, where paths in it were written anew.</param>
/// <param name="ModifiedTicks">Its last change here.</param>
internal sealed record KeptFile(StoredFile File, long Length, long ModifiedTicks)
{
    /// <summary>Whether the file is here, and unchanged since.</summary>
    /// <param name="folder">The folder that it lies in.</param>
    public bool IsHere(string folder) =>
        FileStamp.Find(Path.Combine(folder, File.Path.Replace('/', Path.DirectorySeparatorChar))) is { } stamp && stamp.Length == Length && stamp.ModifiedTicks == ModifiedTicks;
}
