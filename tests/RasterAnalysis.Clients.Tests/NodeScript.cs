using System.Diagnostics;
using RasterAnalysis.Testing;

namespace RasterAnalysis.Clients.Tests;

/// <summary>Runs the test scripts of <c>tests/clients</c>; <c>tests/install-clients.sh</c> installs what they import.</summary>
internal static class NodeScript
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    /// <summary>Runs a script of tests, named by its path without the ending; what it printed is the failure.</summary>
    public static async Task RunAsync(string name, ClientScene scene)
    {
        var script = RepositoryFiles.Path($"tests/clients/{name}.test.mjs");
        var folder = Path.GetDirectoryName(script)!;
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), "The clients are not installed; tests/install-clients.sh does that.");
        var start = new ProcessStartInfo("node", ["--test", script])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (key, value) in scene.Environment)
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        var text = $"{await output}{await errors}";
        Assert.True(process is { HasExited: true, ExitCode: 0 }, text);
        Assert.DoesNotContain("# pass 0", text, StringComparison.Ordinal);
        Assert.Contains("pass ", text, StringComparison.Ordinal);
    }
}
