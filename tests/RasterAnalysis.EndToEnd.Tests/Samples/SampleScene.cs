using RasterAnalysis.Testing;

namespace RasterAnalysis.EndToEnd.Tests.Samples;

/// <summary>The samples' scene, as GDAL's own tool reads it.</summary>
internal sealed class SampleScene
{
    public const int Width = 349;
    public const int Height = 352;
    public const int Bands = 6;

    private readonly byte[] _samples;

    public SampleScene()
    {
        var folder = Directory.CreateTempSubdirectory("scene");
        try
        {
            var raw = System.IO.Path.Combine(folder.FullName, "scene.raw");
            GdalTool.Run("gdal_translate", "-q", "-of", "ENVI", "-co", "INTERLEAVE=BSQ", Path, raw);
            _samples = File.ReadAllBytes(raw);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static string Path => RepositoryFiles.Path("artifacts/samples/L7_ETMs.tif");

    /// <summary>The value at a place, mirrored beyond the edge.</summary>
    public byte At(int band, int row, int column) => _samples[(((band * Height) + Mirrored.Index(row, Height)) * Width) + Mirrored.Index(column, Width)];
}
