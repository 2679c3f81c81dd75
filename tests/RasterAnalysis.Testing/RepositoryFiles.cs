namespace RasterAnalysis.Testing;

/// <summary>Files of the project's own tree, for tests that run from it.</summary>
public static class RepositoryFiles
{
    /// <summary>Full path of a file in the tree; fetched samples lie under <c>artifacts/samples</c>.</summary>
    /// <exception cref="FileNotFoundException">It is not there; <c>tests/run.sh</c> fetches what the tests need.</exception>
    public static string Path(string relativePath)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "RasterAnalysis.sln")))
            {
                var path = System.IO.Path.Combine(folder.FullName, relativePath);
                return File.Exists(path) ? path : throw new FileNotFoundException($"{relativePath} is not there; tests/run.sh fetches what the tests need.");
            }
        }

        throw new FileNotFoundException("The tests do not run from within the project's tree.");
    }
}
