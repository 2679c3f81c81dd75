using System.Runtime.InteropServices;

namespace RasterAnalysis.OnnxRuntime;

/// <summary>
/// ONNX Runtime 1.31 tells its makers of sessions and models, and leaves a number for the machine in the user's cache, unless a variable of the environment says no before its library is loaded
/// (<c>findings/onnxruntime-linux-telemetry.sh</c>). What runs networks here speaks to nobody.
/// </summary>
internal static partial class RuntimeTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";
    private static readonly bool IsOff = TurnOff();

    /// <summary>Turns it off for this process; before anything else of ONNX Runtime.</summary>
    public static void Refuse() => _ = IsOff;

    private static bool TurnOff()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
        {
            Environment.SetEnvironmentVariable(Variable, "1");

            // .NET keeps the environment to itself there, and native libraries ask the C library
            if (!OperatingSystem.IsWindows())
            {
                _ = setenv(Variable, "1", overwrite: 0);
            }
        }

        return true;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int setenv(string name, string value, int overwrite);
}
