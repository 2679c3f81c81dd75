namespace RasterAnalysis.Testing;

/// <summary>The worker program that was built with the tests; a test project that starts it depends on it in the order of the build.</summary>
public static class BuiltWorker
{
    /// <summary>Full path of its assembly, of the configuration that the tests are of.</summary>
    public static string Path
    {
        get
        {
            var configuration = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
            return System.IO.Path.GetFullPath(System.IO.Path.Combine(AppContext.BaseDirectory, "..", "..", "RasterAnalysis.Worker", configuration, "RasterAnalysis.Worker.dll"));
        }
    }
}
