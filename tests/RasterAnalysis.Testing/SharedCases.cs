namespace RasterAnalysis.Testing;

/// <summary>The folder <c>shared/cases</c> beside the project: small rasters and packages that once went wrong, and are no part of it.</summary>
public static class SharedCases
{
    /// <summary>Full path of a file there; null when the folder is not at hand, in which case a test skips and says so.</summary>
    public static string? Find(string relativePath)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "cases", relativePath);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
