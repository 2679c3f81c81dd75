using System.Text;

namespace RasterAnalysis.Models;

/// <summary>Rules for paths inside a package (<c>docs/reference/dlpk-and-emd.md#paths</c>). A path never leads out of the package's folder.</summary>
internal static class PackagePath
{
    private const int MaxLength = 1024;

    /// <summary>Folders in one another.</summary>
    private const int MaxDepth = 32;

    /// <summary>What Linux takes for a name, in bytes of UTF-8; Windows takes as many characters.</summary>
    private const int MaxNameBytes = 255;

    private const int ShownLength = 80;

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

    /// <summary>What keeps a path, as <see cref="Normalize"/> gives it, from being a file on disk; null when nothing does.</summary>
    public static string? Fault(string normalized)
    {
        var parts = normalized.Split('/');
        return parts.Length > MaxDepth ? $"has more than {MaxDepth} folders in one another"
            : parts.Any(part => Encoding.UTF8.GetByteCount(part) > MaxNameBytes) ? $"has a name of more than {MaxNameBytes} bytes"
            : null;
    }

    /// <summary>A path as it may stand in a message: without control characters, and not without end.</summary>
    public static string Shown(string path)
    {
        var start = path.Length <= ShownLength ? path : path[..ShownLength] + "…";
        return new string([.. start.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\ufffd' : c)]);
    }

    /// <summary>
    /// Finds the file that a definition names: relative to the definition; for absolute paths of the author's machine the base name at the
    /// root of the package, as ArcGIS authors expect. A name in another case is found too, since its author's file system may not tell.
    /// </summary>
    /// <param name="folder">The package's folder.</param>
    /// <param name="definitionFolder">Folder of the definition inside the package, relative, empty for the root.</param>
    /// <param name="written">The path as the definition writes it.</param>
    /// <param name="warnings">Told when the case is another.</param>
    /// <returns>Full path of an existing file inside the package; null when there is none.</returns>
    public static string? Resolve(string folder, string definitionFolder, string written, ICollection<string> warnings)
    {
        var baseName = written.Replace('\\', '/').Split('/')[^1];
        string[] candidates = [.. ((string?[])
        [
            Normalize(definitionFolder.Length == 0 ? written : $"{definitionFolder}/{written}"),
            Normalize(baseName),
        ]).OfType<string>()];
        if (candidates.Select(candidate => Path.Combine(folder, candidate)).FirstOrDefault(File.Exists) is { } exact)
        {
            return exact;
        }

        if (candidates.Select(candidate => FindInAnyCase(folder, candidate)).FirstOrDefault(found => found is not null) is not { } path)
        {
            return null;
        }

        warnings.Add(
            $"The definition names '{Shown(written)}', and the package has '{Path.GetRelativePath(folder, path)}': it was taken, but not every program takes a name in another case.");
        return path;
    }

    /// <summary>A package has no two files whose names differ in case alone: <see cref="ModelPackageArchive"/> refuses them.</summary>
    private static string? FindInAnyCase(string folder, string path)
    {
        var found = folder;
        foreach (var part in path.Split('/'))
        {
            found = Directory.Exists(found)
                ? Directory.EnumerateFileSystemEntries(found).FirstOrDefault(entry => Path.GetFileName(entry).Equals(part, StringComparison.OrdinalIgnoreCase))
                : null;
            if (found is null)
            {
                return null;
            }
        }

        return File.Exists(found) ? found : null;
    }
}
