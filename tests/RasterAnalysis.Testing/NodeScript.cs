using System.Diagnostics;

namespace RasterAnalysis.Testing;

/// <summary>Runs the test scripts of <c>tests/clients</c>; <c>tests/install-clients.sh</c> installs what they import.</summary>
public static class NodeScript
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private static string[] Browsers => ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>What the scripts under <c>browser/</c> need and this machine lacks; null when it has all of it.</summary>
    public static string? LacksOfBrowser { get; } =
        !File.Exists(Path.Combine(FolderOf("browser/package.json"), "node_modules", ".rasteranalysis-lock"))
            ? "the packages of tests/clients/browser are not installed (tests/install-clients.sh does that)"
        : Browsers.Any(IsInstalled) ? null
        : $"none of {string.Join(", ", Browsers)} is installed";

    /// <summary>Folder of a file under <c>tests/clients</c>.</summary>
    public static string FolderOf(string file) => Path.GetDirectoryName(RepositoryFiles.Path($"tests/clients/{file}"))!;

    /// <summary>Runs a script of tests, named by its path without the ending, to its good end.</summary>
    /// <param name="name">The script.</param>
    /// <param name="environment">What it finds in its environment.</param>
    /// <exception cref="InvalidOperationException">A test failed or none ran; the message is what the script printed.</exception>
    public static async Task RunAsync(string name, IReadOnlyDictionary<string, string> environment)
    {
        var folder = FolderOf($"{name}.test.mjs");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            throw new InvalidOperationException("The clients are not installed; tests/install-clients.sh does that.");
        }

        var start = new ProcessStartInfo("node", ["--test", Path.GetFileName($"{name}.test.mjs")])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (key, value) in environment)
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
        if (process is not { HasExited: true, ExitCode: 0 } || text.Contains("# pass 0", StringComparison.Ordinal) || !text.Contains("pass ", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(text);
        }
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
