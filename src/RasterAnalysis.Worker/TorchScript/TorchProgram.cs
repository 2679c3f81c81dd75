using System.ComponentModel;
using System.Globalization;
using RasterAnalysis.Models;
using RasterAnalysis.Worker.Python;

namespace RasterAnalysis.Worker.TorchScript;

/// <summary>The Python that converts TorchScript. Each conversion is a process of its own, which confines itself before it loads a module.</summary>
/// <param name="settings">Which Python, and for how long.</param>
/// <remarks>Not thread-safe.</remarks>
internal sealed class TorchProgram(PythonSettings settings)
{
    // the script, its module and libraries are read-only code; what torch maps of its libraries counts as address space
    private const long Memory = 8L << 30;
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(30);
    private static readonly string Script = Path.Combine(ConfinedPython.Scripts, "convert_torchscript.py");
    private string? _version;

    /// <summary>Version of its torch; null where there is no such Python, or no torch in it.</summary>
    public string? Version => _version ??= FindVersion();

    /// <summary>Has a module exported.</summary>
    /// <param name="path">Full path of the module.</param>
    /// <param name="folder">Full path of an empty folder; it receives the files.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="until">When it is to be done, by <see cref="Environment.TickCount64"/>.</param>
    /// <returns>The last line that was written.</returns>
    /// <exception cref="ModelPackageException">There is no torch, or it took too long.</exception>
    public string Convert(string path, string folder, ConversionRequest request, long until)
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
        try
        {
            using var process = ConfinedPython.Start(settings.Interpreter, Script, [path, folder, asked.ToString()], folder);
            string? answer = null;
            while (process.ReadLine(TimeSpan.FromMilliseconds(Math.Max(1, until - Environment.TickCount64))) is { } line)
            {
                answer = line;
            }

            // on its standard error is what a module prints, and how the process failed
            return answer ?? throw new ModelPackageException(UnsupportedNetwork.TorchScript(
                name, $"the process that converts it ended without an answer{(process.LastWords is { Length: > 0 } said ? $": {Short(said.Split('\n')[^1])}" : "")}"));
        }
        catch (TimeoutException)
        {
            throw new ModelPackageException(UnsupportedNetwork.TorchScript(name, string.Create(
                CultureInfo.InvariantCulture,
                $"converting it took longer than {settings.ConversionTime.TotalSeconds:0} seconds (RasterAnalysis__PythonFunctions__ConversionTime) and was ended. Has it a loop without an end?")));
        }
        catch (InvalidDataException exception)
        {
            throw new ModelPackageException(UnsupportedNetwork.TorchScript(name, $"the process that converts it gave no answer. {exception.Message}"));
        }
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
            using var process = ConfinedPython.Start(settings.Interpreter, Script, ["version"], Path.GetTempPath());
            return process.ReadLine(AnswerTime)?.Trim() is { Length: > 0 and < 64 } version ? version : null;
        }
        catch (Exception exception) when (exception is Win32Exception or TimeoutException or InvalidDataException)
        {
            // no program, or another one
            return null;
        }
    }
}
