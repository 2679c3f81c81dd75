namespace RasterAnalysis.Testing.Service;

/// <summary>The service that tests start: published, as it is shipped, where <c>tests/run.sh</c> has published it; else as it was built with the tests.</summary>
public static class BuiltService
{
    /// <summary>The environment variable that names the folder to which it was published.</summary>
    public const string PublishedVariable = "RASTERANALYSIS_PUBLISHED";

    /// <summary>Full path of its folder; the worker is in <c>worker/</c> in it.</summary>
    public static string Folder
    {
        get
        {
            if (Environment.GetEnvironmentVariable(PublishedVariable) is { Length: > 0 } published)
            {
                return Path.GetFullPath(published);
            }

            var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            return Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "RasterAnalysis.Api", configuration));
        }
    }

    /// <summary>Full path of the worker's assembly beside it.</summary>
    public static string Worker => Path.Combine(Folder, "worker", "RasterAnalysis.Worker.dll");
}
