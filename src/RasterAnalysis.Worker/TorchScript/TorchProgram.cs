using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using RasterAnalysis.Models;

namespace RasterAnalysis.Worker.TorchScript;

/// <summary>The Python that converts TorchScript. Each conversion is a process of its own, which confines itself before it loads a module.</summary>
/// <param name="settings">Which Python, and for how long.</param>
/// <remarks>Not thread-safe.</remarks>
internal sealed class TorchProgram(PythonSettings settings)
{
    // the script, its module and libraries are read-only code; what torch maps of its libraries counts as address space
    private const long Memory = 8L << 30;
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Python", "convert_torchscript.py");
    private string? _version;

    /// <summary>Version of its torch; null where there is no such Python, or no torch in it.</summary>
    public string? Version => _version ??= FindVersion();

    /// <summary>Has a module exported.</summary>
    /// <param name="path">Full path of the module.</param>
    /// <param name="folder">Full path of an empty folder; it receives the files.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="until">When it is to be done, by <see cref="Environment.TickCount64"/>.</param>
    /// <returns>The last line that was written; null for none.</returns>
    /// <exception cref="ModelPackageException">There is no torch, or it took too long.</exception>
    public string? Convert(string path, string folder, ConversionRequest request, long until)
    {
        var name = Path.GetFileName(path);
        if (Version is null)
        {
            throw new ModelPackageException(UnsupportedNetwork.TorchScript(name, settings.Interpreter.Length == 0
                ? "no Python is set to convert it (RasterAnalysis__PythonFunctions__Interpreter)"
                : $"'{settings.Interpreter}' (RasterAnalysis__PythonFunctions__Interpreter) is no Python with torch; install python3-torch, or name one that has it"));
        }

        var left = Math.Max(1, until - Environment.TickCount64);
        var asked = request with { Memory = Memory, Seconds = (left / 1000) + 1 };
        using var process = Start(folder, path, folder, asked.ToString());
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit((int)Math.Min(left, int.MaxValue)))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            throw new ModelPackageException(UnsupportedNetwork.TorchScript(name, string.Create(
                CultureInfo.InvariantCulture,
                $"converting it took longer than {settings.ConversionTime.TotalSeconds:0} seconds (RasterAnalysis__PythonFunctions__ConversionTime) and was ended. Has it a loop without an end?")));
        }

        // a conversion says on its standard error only what a module prints, or how it failed
        var (answer, said) = (output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
        if (process.ExitCode != 0)
        {
            var last = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
            throw new ModelPackageException(UnsupportedNetwork.TorchScript(name, $"the process that converts it ended with exit code {process.ExitCode}{(last is null ? "" : $": {Short(last)}")}"));
        }

        return answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
    }

    /// <summary>When a conversion that begins now is to be done.</summary>
    public long Deadline() => Environment.TickCount64 + (long)settings.ConversionTime.TotalMilliseconds;

    private static string Short(string text) => text.Length <= 300 ? text : text[..300];

    private string? FindVersion()
    {
        if (!File.Exists(settings.Interpreter))
        {
            return null;
        }

        try
        {
            using var process = Start(AppContext.BaseDirectory, "version");
            var errors = process.StandardError.ReadToEndAsync();
            var version = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            errors.GetAwaiter().GetResult();
            return process.ExitCode == 0 && version.Length is > 0 and < 64 ? version : null;
        }
        catch (Win32Exception)
        {
            // no program
            return null;
        }
    }

    private Process Start(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(settings.Interpreter, ["-I", "-B", Script, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder,
        };

        // what this process was told, addresses and keys among it, is nothing to a stranger's module
        start.Environment.Clear();
        start.Environment["HOME"] = start.Environment["TMPDIR"] = folder;
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["OMP_NUM_THREADS"] = "1";
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
