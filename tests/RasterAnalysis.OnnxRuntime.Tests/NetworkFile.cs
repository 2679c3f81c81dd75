namespace RasterAnalysis.OnnxRuntime.Tests;

/// <summary>A network on disk for as long as a test lasts.</summary>
internal sealed class NetworkFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-onnx-").FullName;

    public NetworkFile(byte[] content)
    {
        Path = System.IO.Path.Combine(_folder, "network.onnx");
        File.WriteAllBytes(Path, content);
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
