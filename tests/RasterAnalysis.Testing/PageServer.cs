using System.Diagnostics;

namespace RasterAnalysis.Testing;

/// <summary>Serves the pages of <c>tests/clients/browser</c> on a port of its own, so that the service is on another origin for them.</summary>
public sealed class PageServer : IAsyncDisposable
{
    private readonly Process _process;

    private PageServer(Process process, Uri origin) => (_process, Origin) = (process, origin);

    /// <summary>The origin of the pages.</summary>
    public Uri Origin { get; }

    /// <summary>Starts it.</summary>
    public static async Task<PageServer> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo("node", ["serve.mjs"]) { WorkingDirectory = NodeScript.FolderOf("browser/serve.mjs"), RedirectStandardInput = true, RedirectStandardOutput = true })!;
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
}
