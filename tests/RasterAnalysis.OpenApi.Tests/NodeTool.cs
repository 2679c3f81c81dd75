using System.Diagnostics;
using RasterAnalysis.Testing;

namespace RasterAnalysis.OpenApi.Tests;

/// <summary>Runs what <c>tests/install-clients.sh</c> installs in <c>tests/openapi</c>.</summary>
internal static class NodeTool
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>The folder.</summary>
    public static string Folder { get; } = Path.GetDirectoryName(RepositoryFiles.Path("tests/openapi/package.json"))!;

    /// <summary>Runs a script to its good end.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output) = await TryRunAsync(arguments);
        Assert.True(code == 0, output);
        return output;
    }

    /// <summary>Runs a script.</summary>
    /// <returns>Its exit code, and what it printed; what it said beside it only where it failed.</returns>
    public static async Task<(int Code, string Output)> TryRunAsync(params string[] arguments)
    {
        Assert.True(Directory.Exists(Path.Combine(Folder, "node_modules")), "The tools are not installed; tests/install-clients.sh does that.");
        var start = new ProcessStartInfo("node", arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["REDOCLY_TELEMETRY"] = "off";
        start.Environment["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true";
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
            return (-1, $"It took more than {Limit}.\n{await output}{await errors}");
        }

        return (process.ExitCode, process.ExitCode == 0 ? await output : await output + await errors);
    }
}
