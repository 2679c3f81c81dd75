using System.ComponentModel;
using System.Diagnostics;
using RasterAnalysis.Processing;

namespace RasterAnalysis.BackgroundJobs;

/// <summary>Looks at the start whether packages' Python raster functions can run as the settings say: what is missing is to be said then, not by the first job.</summary>
internal static class PythonFunctionCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What keeps functions from running, as the end of a sentence; null for nothing.</summary>
    /// <param name="mode">How they are to run.</param>
    /// <param name="interpreter">Full path of the Python.</param>
    /// <param name="worker">Full path of the worker program, beside which our scripts are.</param>
    public static string? Fault(PythonFunctionMode mode, string interpreter, string worker)
    {
        if (mode == PythonFunctionMode.Off)
        {
            return null;
        }

        if (!File.Exists(interpreter))
        {
            return $"needs a Python, and there is none at '{interpreter}' (RasterAnalysis__PythonFunctions__Interpreter); on Debian apt-get install python3-numpy brings it.";
        }

        if (TryRun(interpreter, "-c", "import numpy") is { } fault)
        {
            return $"needs a Python with numpy, and '{interpreter}' has none ({fault}); on Debian apt-get install python3-numpy brings it.";
        }

        return mode == PythonFunctionMode.Confined
            && TryRun(interpreter, Path.Combine(Path.GetDirectoryName(worker)!, "Python", "confinement.py")) is { } missing
            ? $"is Confined, and here no process can confine itself: {missing.TrimEnd('.')}. Off runs no functions; Unconfined runs them with the service's own rights, for packages that are all trusted." : null;
    }

    private static string? TryRun(string interpreter, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(interpreter, ["-I", "-B", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                return $"no answer for {Patience.TotalSeconds:0} seconds";
            }

            var said = output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult();
            return process.ExitCode == 0 ? null : said.TrimEnd().Split('\n')[^1];
        }
        catch (Win32Exception exception)
        {
            return exception.Message;
        }
    }
}
