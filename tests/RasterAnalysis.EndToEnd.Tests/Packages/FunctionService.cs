using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Packages;

/// <summary>A service that runs Python raster functions, and packages of the functions in <c>tests/functions</c>.</summary>
public sealed class FunctionService : IAsyncLifetime
{
    public ServiceProcess Process { get; } = new();

    public ServiceClient Client => Process.Client;

    public async ValueTask InitializeAsync()
    {
        Process.Settings["RasterAnalysis__PythonFunctions__Mode"] = "Confined";
        Process.Settings["RasterAnalysis__PythonFunctions__BlockTime"] = "00:00:05";
        await Process.StartAsync();
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    /// <summary>A package that runs by a function.</summary>
    public static byte[] Package(string function, IEnumerable<(long Value, string Name, int[] Color)> classes, params (string Key, JsonNode? Value)[] more) =>
        Package(function, [], classes, more);

    /// <summary>A package that runs by a function, with weights.</summary>
    public static byte[] Package(string function, byte[] weights, IEnumerable<(long Value, string Name, int[] Color)> classes, params (string Key, JsonNode? Value)[] more)
    {
        var definition = TestPackages.Definition(
            classes, [("Framework", "PyTorch"), ("ModelFile", weights.Length > 0 ? "weights.pth" : null), ("InferenceFunction", $"{function}.py"), .. more]);
        (string, byte[])[] files =
        [
            ("model.emd", Encoding.UTF8.GetBytes(definition.ToJsonString())), ($"{function}.py", RasterFunctionFile.Read(function)), .. weights.Length > 0 ? [("weights.pth", weights)] : Array.Empty<(string, byte[])>(),
        ];
        return TestPackages.Zip(files);
    }
}
