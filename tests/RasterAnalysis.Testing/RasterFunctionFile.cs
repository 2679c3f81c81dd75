namespace RasterAnalysis.Testing;

/// <summary>The Python raster functions of <c>tests/functions</c>.</summary>
public static class RasterFunctionFile
{
    /// <summary>The text of one, by its name without <c>.py</c>.</summary>
    public static byte[] Read(string name) => File.ReadAllBytes(RepositoryFiles.Path($"tests/functions/{name}.py"));
}
