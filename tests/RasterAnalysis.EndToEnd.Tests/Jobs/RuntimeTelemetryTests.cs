using System.Diagnostics;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>
/// ONNX Runtime, left to itself, tells its makers what runs: it leaves a number for the machine and a store of what it has still to send in the user's cache
/// (<c>findings/onnxruntime-linux-telemetry.sh</c>). Neither a job nor the command line leaves any.
/// </summary>
public sealed class RuntimeTelemetryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("telemetry").FullName;

    private string Cache => Path.Combine(_folder, "cache");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_command_line_tells_nobody()
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder, "scene.tif"), Scene());
        await File.WriteAllBytesAsync(Path.Combine(_folder, "model.dlpk"), Model());
        var start = new ProcessStartInfo("dotnet", [BuiltWorker.Path, "classify", Path.Combine(_folder, "scene.tif"), Path.Combine(_folder, "model.dlpk"), "-o", Path.Combine(_folder, "map.tif"), "-q"])
        {
            Environment = { ["HOME"] = _folder, ["XDG_CACHE_HOME"] = Cache },
        };
        start.Environment.Remove("ORT_DISABLE_TELEMETRY");

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task A_job_tells_nobody()
    {
        await using var service = new ServiceProcess();
        (service.Settings["HOME"], service.Settings["XDG_CACHE_HOME"]) = (_folder, Cache);
        await service.StartAsync();

        var (job, _) = await service.Client.ClassifyAsync(Scene(), Model());

        Assert.Equal("succeeded", (string)job["status"]!);
        AssertNothingIsLeft();
    }

    private void AssertNothingIsLeft() => Assert.DoesNotContain(
        Directory.EnumerateFileSystemEntries(_folder, "*", SearchOption.AllDirectories), path => path.Contains("Microsoft", StringComparison.Ordinal) || path.Contains("onnxruntime", StringComparison.Ordinal));

    private static byte[] Scene() => TiffFile.Byte(40, 30, 1, (_, row, column) => (byte)((row + column) % 3));

    private static byte[] Model() => TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(3)), TinyNetworks.CopyBand(3));
}
