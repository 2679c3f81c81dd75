namespace RasterAnalysis.Rasters.Ranges;

/// <summary>
/// A file of another server that is read by ranges: written beside the job's other files, and read by the processing instances. It holds no address and no token.
/// </summary>
/// <param name="Length">Bytes of the file.</param>
/// <param name="Folder">Folder of its <see cref="BlockFile"/>, seen from the folder of the description, so that the data folder may be moved.</param>
/// <param name="Identity">What tells the file's content from any other; null where the server does not say so much.</param>
/// <param name="EntityTag">The server's entity tag, strong or weak, quotes included; null for none.</param>
/// <param name="LastModified">When the server says that it was changed; null for never.</param>
public sealed record RangedFile(long Length, string Folder, string? Identity, string? EntityTag, DateTimeOffset? LastModified)
{
    /// <summary>Full path of <see cref="Folder"/>.</summary>
    /// <param name="descriptionFile">Full path of the description.</param>
    public string FolderFrom(string descriptionFile) => Path.GetFullPath(Folder, Path.GetDirectoryName(descriptionFile)!);
}
