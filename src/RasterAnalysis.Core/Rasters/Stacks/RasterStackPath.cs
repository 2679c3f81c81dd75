namespace RasterAnalysis.Rasters.Stacks;

/// <summary>
/// How a stack of files stands where a raster's path is expected: <c>raster-stack:</c> and the full path of its description (<see cref="RasterStack"/>) in the job's folder. No path of a file
/// begins so: those are full paths.
/// </summary>
public static class RasterStackPath
{
    private const string Prefix = "raster-stack:";

    /// <summary>The name of a stack that is described in a file.</summary>
    /// <param name="descriptionFile">Full path.</param>
    public static string Of(string descriptionFile) => Prefix + descriptionFile;

    /// <summary>The file with the description; null when the path is another one.</summary>
    public static string? FileOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith(Prefix, StringComparison.Ordinal) ? path[Prefix.Length..] : null;
    }

    /// <summary>Reads the description.</summary>
    /// <returns>The description and its file; null when the path is another one.</returns>
    public static (RasterStack Stack, string File)? Read(string path) =>
        FileOf(path) is { } file ? (Json.PlanJson.Read<RasterStack>(System.IO.File.ReadAllText(file)), file) : null;

    /// <summary>The files that a raster consists of: those of a stack, or the raster's own path.</summary>
    /// <param name="path">As a raster's path is written.</param>
    public static IReadOnlyList<string> FilesOf(string path) => Read(path) is { } found ? [.. found.Stack.Files.Select(file => file.PathFrom(found.File))] : [path];
}
