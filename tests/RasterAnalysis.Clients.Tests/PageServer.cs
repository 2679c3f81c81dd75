using System.Diagnostics;
using RasterAnalysis.Testing;

namespace RasterAnalysis.Clients.Tests;

/// <summary>Serves the pages of <c>tests/clients/browser</c> on a port of its own, so that the service is on another origin for them.</summary>
internal sealed class PageServer : IAsyncDisposable
{
    private readonly Process _process;

    private PageServer(Process process, Uri origin) => (_process, Origin) = (process, origin);

    /// <summary>The origin of the pages.</summary>
    public Uri Origin { get; }

    /// <summary>What a browser test needs and this machine lacks; null when it has all of it.</summary>
    public static string? Lacking { get; } =
        !File.Exists(Path.Combine(Folder, "node_modules", ".rasteranalysis-lock")) ? "the packages of tests/clients/browser are not installed (tests/install-clients.sh does that)"
        : Browsers.Any(IsInstalled) ? null
        : $"none of {string.Join(", ", Browsers)} is installed";

    private static string Folder => Path.GetDirectoryName(RepositoryFiles.Path("tests/clients/browser/package.json"))!;

    private static string[] Browsers => ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>Starts it.</summary>
    public static async Task<PageServer> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo("node", ["serve.mjs"]) { WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var origin = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(5));
        return new PageServer(process, new Uri(origin ?? throw new InvalidOperationException("The pages are not served; what is printed above says why.")));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
