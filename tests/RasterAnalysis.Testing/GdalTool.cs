using System.Diagnostics;

namespace RasterAnalysis.Testing;

/// <summary>GDAL's own command-line tools: they make test rasters and give an independent opinion. <c>tests/install-tools.sh</c> installs them.</summary>
public static class GdalTool
{
    /// <summary>Whether the tools are at hand.</summary>
    public static bool IsInstalled { get; } = Exists("gdal_translate");

    /// <summary>Runs a tool to its good end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed; the text has what it said.</exception>
    public static string Run(string tool, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{tool} {string.Join(' ', arguments)}\n{output.Result}{errors}");
        }

        return output.Result;
    }

    private static bool Exists(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, tool)));
}
