using System.Diagnostics;
using Xunit;

namespace RasterAnalysis.Gdal.Tests;

// GDAL's own tools, as an independent opinion.
internal static class CommandLine
{
    public static void Run(string tool, params string[] arguments)
    {
        Process? process = null;
        try
        {
            process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{tool} is not installed (apt-get install gdal-bin): nothing to compare with.");
        }

        using (process)
        {
            var output = process!.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{tool} {string.Join(' ', arguments)}\n{output.Result}{errors}");
        }
    }
}
