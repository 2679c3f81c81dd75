using System.Diagnostics;
using System.Globalization;

namespace RasterAnalysis.Testing;

/// <summary>Areas of pixels by PROJ's areal scale (<c>tests/areas/areal_scale.py</c>), which the product does not call. <c>tests/install-tools.sh</c> installs what it needs.</summary>
public static class ArealScale
{
    /// <summary>Square metres of each pixel, row by row.</summary>
    /// <param name="system">A projected system, as pyproj takes it.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="transform">GDAL's six coefficients.</param>
    /// <exception cref="InvalidOperationException">It failed, or Python or a package is missing; the text has what was said.</exception>
    public static double[] PixelAreas(string system, int width, int height, params double[] transform)
    {
        string[] arguments = [system, .. new double[] { width, height }.Concat(transform).Select(number => number.ToString("R", CultureInfo.InvariantCulture))];
        var start = new ProcessStartInfo(NetworkScript.Python, [RepositoryFiles.Path("tests/areas/areal_scale.py"), .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"areal_scale.py {string.Join(' ', arguments)} failed; run tests/install-tools.sh.\n{errors.Result}");
    }
}
