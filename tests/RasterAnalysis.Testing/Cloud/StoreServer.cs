using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.Testing.Cloud;

/// <summary>A program of <c>tests/cloud-stores</c> on a free port of loopback; <c>tests/install-clients.sh</c> installs it. It ends when it is disposed of.</summary>
public sealed class StoreServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private StoreServer(Process process, DirectoryInfo folder, Uri address) => (_process, _folder, Address) = (process, folder, address);

    /// <summary>Its root.</summary>
    public Uri Address { get; }

    /// <summary>Starts s3rver, an S3 of files, with empty buckets. Its keys are <c>S3RVER</c> and <c>S3RVER</c>.</summary>
    public static Task<StoreServer> StartS3Async(params string[] buckets) => StartAsync(
        "s3rver/bin/s3rver.js", "",
        (folder, port) => ["--directory", folder, "--address", "127.0.0.1", "--port", port, "--silent", "--no-vhost-buckets", .. buckets.SelectMany(bucket => new[] { "--configure-bucket", bucket })]);

    /// <summary>Starts Azurite, a Blob Storage, whose account <c>devstoreaccount1</c> everybody knows the key of.</summary>
    public static Task<StoreServer> StartAzureAsync() => StartAsync(
        "azurite/dist/src/blob/main.js", "devstoreaccount1",
        (folder, port) => ["--location", folder, "--blobHost", "127.0.0.1", "--blobPort", port, "--silent", "--disableTelemetry", "--skipApiVersionCheck"]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task<StoreServer> StartAsync(string program, string path, Func<string, string, string[]> arguments)
    {
        var modules = RepositoryFiles.Path("tests/cloud-stores/package.json").Replace("package.json", "node_modules", StringComparison.Ordinal);
        var script = Path.Combine(modules, program);
        if (!File.Exists(script))
        {
            throw new InvalidOperationException("The stores are not installed; tests/install-clients.sh does that.");
        }

        var (folder, port) = (Directory.CreateTempSubdirectory("store"), LoopbackPort.Free());
        var start = new ProcessStartInfo("node", [script, .. arguments(folder.FullName, $"{port}")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        await Until.TrueAsync(() => Task.FromResult(process.HasExited || IsListening(port)), $"{program} to listen");
        return !process.HasExited ? new StoreServer(process, folder, new Uri($"http://127.0.0.1:{port}/{path}")) : throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    private static bool IsListening(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
