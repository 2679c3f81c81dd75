using RasterAnalysis.Testing;
using Xunit;

namespace RasterAnalysis.Gdal.Tests;

// GDAL's own tools, as an independent opinion.
internal static class CommandLine
{
    public static string Run(string tool, params string[] arguments)
    {
        Assert.SkipUnless(GdalTool.IsInstalled, $"{tool} is not installed (apt-get install gdal-bin): nothing to compare with.");
        return GdalTool.Run(tool, arguments);
    }
}
