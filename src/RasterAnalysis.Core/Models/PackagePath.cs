namespace RasterAnalysis.Models;

/// <summary>Rules for paths inside a package (<c>dlpk-emd</c> 1.4). A path never leads out of the package's folder.</summary>
public static class PackagePath
{
    private const int MaxLength = 1024;

    /// <summary>Makes a path of an archive relative, with forward slashes.</summary>
    /// <returns>The path; null when it is unsafe: absolute, with a drive letter, with <c>..</c>, or with control characters.</returns>
    public static string? Normalize(string path)
    {
        var slashed = path.Replace('\\', '/');
        if (slashed.Length is 0 or > MaxLength || slashed[0] == '/' || slashed.Contains(':', StringComparison.Ordinal)
            || slashed.Any(char.IsControl))
        {
            return null;
        }

        var parts = slashed.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        return parts.Length == 0 || parts.Any(part => part is ".." || part.Trim() == "..") ? null : string.Join('/', parts);
    }

    /// <summary>
    /// Finds the file that a definition names: relative to the definition; for absolute paths of the author's machine the base name at the
    /// root of the package, as ArcGIS authors expect.
    /// </summary>
    /// <param name="folder">The package's folder.</param>
    /// <param name="definitionFolder">Folder of the definition inside the package, relative, empty for the root.</param>
    /// <param name="written">The path as the definition writes it.</param>
    /// <returns>Full path of an existing file inside the package; null when there is none.</returns>
    public static string? Resolve(string folder, string definitionFolder, string written)
    {
        var baseName = written.Replace('\\', '/').Split('/')[^1];
        string?[] candidates =
        [
            Normalize(definitionFolder.Length == 0 ? written : $"{definitionFolder}/{written}"),
            Normalize(baseName),
        ];
        return candidates.OfType<string>().Select(candidate => Path.Combine(folder, candidate)).FirstOrDefault(File.Exists);
    }
}
