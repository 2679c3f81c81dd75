namespace RasterAnalysis.Rasters.Ranges;

/// <summary>
/// How a file that is read by ranges stands where a raster's path is expected: as a file of a file system of our own in GDAL, named after its description (<see cref="RangedFile"/>) in the job's
/// folder: <c>/vsiranges/folder/name.tif</c> for <c>/folder/name.json</c>.
/// </summary>
public static class RangedFilePath
{
    /// <summary>Begins the names, also for GDAL.</summary>
    public const string Prefix = "/vsiranges/";

    private const string Extension = ".tif";
    private const string DescriptionExtension = ".json";

    /// <summary>The name of a file that is described in another one.</summary>
    /// <param name="descriptionFile">Full path, with the extension <c>.json</c>.</param>
    public static string Of(string descriptionFile) => Prefix + Path.ChangeExtension(descriptionFile, Extension)[1..];

    /// <summary>The file with the description; null when the path is another one.</summary>
    public static string? FileOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith(Prefix, StringComparison.Ordinal) && path.EndsWith(Extension, StringComparison.Ordinal)
            ? Path.ChangeExtension(path[(Prefix.Length - 1)..], DescriptionExtension) : null;
    }
}
