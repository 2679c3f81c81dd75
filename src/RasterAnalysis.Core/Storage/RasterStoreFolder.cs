namespace RasterAnalysis.Storage;

/// <summary>A folder of a raster store, to look into. Links that lead out of the store are as if they were not there.</summary>
internal static class RasterStoreFolder
{
    private const int MostLinks = 40;

    // what GDAL's drivers of images call their files; those that only accompany a raster (.ovr, .aux.xml, .tfw) are none
    private static readonly HashSet<string> RasterExtensions = new(
        [
            ".tif", ".tiff", ".gtiff", ".btf", ".tf8", ".vrt", ".img", ".ige", ".jp2", ".j2k", ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".nc", ".nc4", ".hdf", ".h4", ".h5", ".he5", ".hdf5",
            ".ntf", ".nitf", ".dat", ".bil", ".bip", ".bsq", ".raw", ".asc", ".grd", ".gpkg", ".mrf", ".lrc", ".ecw", ".sid", ".kea", ".pix", ".rst", ".sdat", ".dem", ".hgt", ".dt0", ".dt1", ".dt2", ".ers", ".map", ".xyz",
            ".grb", ".grib", ".grib2", ".mbtiles", ".pdf", ".safe", ".zarr",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> PackageExtensions = new([".dlpk", ".zip", ".onnx", ".ecd", ".emd"], StringComparer.OrdinalIgnoreCase);

    /// <summary>What is in a folder: folders first, each by name.</summary>
    /// <param name="store">The store's folder, full path.</param>
    /// <param name="folder">The folder, the store's own or one in it.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static IReadOnlyList<RasterStoreEntry> List(string store, string folder)
    {
        var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => entry.Name[0] != '.').ToList();
        var names = entries.Select(entry => entry.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. entries
            .Select(entry => (Entry: entry, Kind: KindOf(entry, names)))
            .Where(found => found.Kind is not null && (found.Entry.LinkTarget is null || IsInside(store, found.Entry.FullName)))
            .OrderBy(found => found.Kind).ThenBy(found => found.Entry.Name, StringComparer.OrdinalIgnoreCase)
            .Select(found => new RasterStoreEntry(found.Entry.Name, found.Kind!.Value, found.Entry.FullName))];
    }

    /// <summary>What a file is, by its extension; null for what is neither a raster nor a package.</summary>
    public static RasterStoreEntryKind? KindOfFile(string name) =>
        RasterExtensions.Contains(Path.GetExtension(name)) ? RasterStoreEntryKind.Raster : PackageExtensions.Contains(Path.GetExtension(name)) ? RasterStoreEntryKind.Package : null;

    /// <summary>Whether a path is inside the store, all links on the way followed.</summary>
    public static bool IsInside(string store, string path) => IsInside(store, path, 0);

    private static bool IsInside(string store, string path, int links)
    {
        if (path == store)
        {
            return true;
        }

        if (links == MostLinks || !path.StartsWith(store + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return false;
        }

        var way = store;
        foreach (var part in path[(store.Length + 1)..].Split(Path.DirectorySeparatorChar))
        {
            way = Path.Combine(way, part);
            if (new FileInfo(way).LinkTarget is { } target)
            {
                // what is behind the link, seen from where the link lies
                var rest = path[way.Length..].TrimStart(Path.DirectorySeparatorChar);
                return IsInside(store, Path.GetFullPath(Path.Combine(Path.GetDirectoryName(way)!, target, rest)), links + 1);
            }
        }

        return true;
    }

    private static RasterStoreEntryKind? KindOf(FileSystemInfo entry, HashSet<string> beside)
    {
        var extension = Path.GetExtension(entry.Name);
        return entry is DirectoryInfo ? (RasterExtensions.Contains(extension) ? RasterStoreEntryKind.Raster : RasterStoreEntryKind.Folder)
            : beside.Contains(entry.Name + ".hdr") || (extension.Length == 0 && beside.Contains(entry.Name + ".aux.xml")) ? RasterStoreEntryKind.Raster
            : KindOfFile(entry.Name);
    }
}
