namespace RasterAnalysis.Testing;

/// <summary>The folder <c>shared</c> beside the project: real rasters and networks that are not part of it.</summary>
public static class SharedData
{
    /// <summary>Full path of a file there; null when the folder is not at hand, in which case a test skips and says so.</summary>
    public static string? Find(string relativePath) => Find("data", relativePath);

    /// <summary>Full path of a file of <c>shared/cases</c>, small inputs that went wrong once; null when it is not at hand.</summary>
    public static string? FindCase(string relativePath) => Find("cases", relativePath);

    private static string? Find(string part, string relativePath)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", part, relativePath);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
