using Xunit;

namespace RasterAnalysis.Gdal.Tests;

// Real rasters, which lie beside the project and not in it.
internal static class SharedData
{
    private const string Variable = "RASTERANALYSIS_SHARED_DATA";

    // Skips the test, saying so, when the file is not there.
    public static string Raster(string name)
    {
        var folder = Folder();
        Assert.SkipWhen(folder is null, $"There is no shared/data above the tests, and {Variable} names none: real rasters are not tested.");
        var path = Path.Combine(folder!, "rasters", name);
        Assert.SkipUnless(File.Exists(path), $"{path} does not exist: this real raster is not tested.");
        return path;
    }

    private static string? Folder()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return named;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        return null;
    }
}
