using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Cases;

/// <summary>Files of <c>shared/cases</c>; tests skip, and say so, where the folder is not beside the project.</summary>
internal static class Case
{
    public static string PathOf(string file)
    {
        var path = SharedData.FindCase(file);
        Assert.SkipWhen(path is null, $"shared/cases/{file} is not beside the project, so this case is NOT tested here.");
        Assert.SkipUnless(GdalTool.IsInstalled, "gdal_translate is not installed, so the cases are NOT tested here.");
        return path!;
    }

    public static byte[] Read(string file) => File.ReadAllBytes(PathOf(file));

    /// <summary>Compares every pixel.</summary>
    public static void AssertEvery(CogFile result, CaseRaster input, Func<int, int, uint> expected)
    {
        var wrong = 0;
        var first = "";
        for (var row = 0; row < input.Height; row++)
        {
            for (var column = 0; column < input.Width; column++)
            {
                if (result.At(row, column) != expected(row, column) && wrong++ == 0)
                {
                    first = $"({row}, {column}) is {result.At(row, column)}, not {expected(row, column)}";
                }
            }
        }

        Assert.True(wrong == 0, $"{wrong} of {input.Height * input.Width} pixels are wrong: {first}");
    }
}
