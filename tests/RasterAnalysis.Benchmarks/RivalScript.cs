using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using RasterAnalysis.Testing;

namespace RasterAnalysis.Benchmarks;

/// <summary>The loop in Python that a service has to beat (<c>rival.py</c>), with the distribution's numpy and rasterio and with our own libonnxruntime.</summary>
internal static class RivalScript
{
    // not the first python3 of PATH, which may be one that the distribution's packages are not for
    private const string Python = "/usr/bin/python3";

    /// <summary>Classifies a raster.</summary>
    /// <param name="network">The ONNX file.</param>
    /// <param name="raster">The raster.</param>
    /// <param name="result">The cloud-optimised GeoTIFF to write.</param>
    /// <exception cref="InvalidOperationException">It failed; the text has what it said.</exception>
    public static RivalTimes Run(string network, string raster, string result)
    {
        var architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        var library = Path.Combine(AppContext.BaseDirectory, "runtimes", $"linux-{architecture}", "native", "libonnxruntime.so");
        var start = new ProcessStartInfo(Python, [RepositoryFiles.Path("tests/RasterAnalysis.Benchmarks/rival.py"), library, network, raster, result])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<RivalTimes>(output, JsonSerializerOptions.Web)! : throw new InvalidOperationException($"rival.py\n{output}{errors.Result}");
    }
}
