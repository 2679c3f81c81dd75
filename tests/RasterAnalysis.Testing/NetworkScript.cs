using System.Diagnostics;

namespace RasterAnalysis.Testing;

/// <summary>Runs the scripts of <c>tests/networks</c>, which make networks by Debian's scikit-learn, onnx and torch. <c>tests/install-tools.sh</c> installs what they need.</summary>
public static class NetworkScript
{
    /// <summary>The Python that has them.</summary>
    public const string Python = "/usr/bin/python3";

    /// <summary>Full path of a script.</summary>
    public static string PathOf(string name) => RepositoryFiles.Path($"tests/networks/{name}");

    /// <summary>Runs a script to its end.</summary>
    /// <param name="name">Name of the script.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="InvalidOperationException">It failed, or Python or a package is missing; the text has what was said.</exception>
    public static void Run(string name, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Python, [PathOf(name), .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };

        // threads that wait by spinning stand in each other's way while other tests run
        start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        output.GetAwaiter().GetResult();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{name} {arguments[0]} failed; run tests/install-tools.sh.\n{errors}");
        }
    }
}
