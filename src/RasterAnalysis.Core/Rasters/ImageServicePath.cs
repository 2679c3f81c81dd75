namespace RasterAnalysis.Rasters;

/// <summary>
/// How an image service stands where a raster's path is expected: <c>image-service:</c> and the full path of its description
/// (<see cref="ImageServiceRaster"/>) in the job's folder. No path of a file begins so: those are full paths.
/// </summary>
public static class ImageServicePath
{
    private const string Prefix = "image-service:";

    /// <summary>The name of an image service that is described in a file.</summary>
    public static string Of(string descriptionFile) => Prefix + descriptionFile;

    /// <summary>The file with the description; null when the path is one of a file.</summary>
    public static string? FileOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith(Prefix, StringComparison.Ordinal) ? path[Prefix.Length..] : null;
    }
}
