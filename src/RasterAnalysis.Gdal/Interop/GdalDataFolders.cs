namespace RasterAnalysis.Gdal.Interop;

// Folders of the data files that a libgdal of a package needs; null where there is none, as for the machine's own libgdal, which knows.
internal sealed record GdalDataFolders(string? GdalData, string? ProjData)
{
    public static GdalDataFolders None { get; } = new(null, null);

    // Pure: the files under the program's folder are given. What belongs to the rid goes before what is for any.
    public static GdalDataFolders Find(string rid, IEnumerable<string> files)
    {
        var ordered = files.OrderBy(file => !file.Contains($"{Path.DirectorySeparatorChar}{rid}{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .ThenBy(file => file, StringComparer.Ordinal)
            .ToList();
        return new GdalDataFolders(FolderOf("gdalvrt.xsd"), FolderOf("proj.db"));

        string? FolderOf(string name) =>
            ordered.Find(file => Path.GetFileName(file) == name) is { } file ? Path.GetDirectoryName(file) : null;
    }
}
