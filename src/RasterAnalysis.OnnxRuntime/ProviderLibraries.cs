using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace RasterAnalysis.OnnxRuntime;

/// <summary>
/// Says which library keeps one of ONNX Runtime's GPU providers from starting. ONNX Runtime's own exception only says that a shared library failed to load
/// (seen with 1.31.0); the loader's text names it.
/// </summary>
internal static partial class ProviderLibraries
{
    /// <summary>The file name of the first library that a provider needs and the machine lacks, for example <c>libcublasLt.so.13</c>.</summary>
    /// <param name="provider">ONNX Runtime's name of the provider.</param>
    /// <returns>Null when none is missing, or when it cannot be told.</returns>
    public static string? Missing(string provider)
    {
        var library = $"libonnxruntime_providers_{(provider == ExecutionProviderSelector.TensorRt ? "tensorrt" : "cuda")}.so";
        string[] places = [AppContext.BaseDirectory, Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native")];
        var path = places.Select(folder => Path.Combine(folder, library)).FirstOrDefault(File.Exists);
        return path is null ? null : MissingOf(path);
    }

    /// <summary>As <see cref="Missing"/>, of the library at a path.</summary>
    /// <param name="path">A shared library.</param>
    public static string? MissingOf(string path)
    {
        try
        {
            NativeLibrary.Free(NativeLibrary.Load(path));
            return null;
        }
        catch (DllNotFoundException exception)
        {
            var match = CannotOpen().Match(exception.Message);
            return match.Success ? match.Groups[1].Value : null;
        }
    }

    // glibc: "libcudart.so.13: cannot open shared object file: No such file or directory"
    [GeneratedRegex(@"(lib[\w.+-]+\.so[\w.]*): cannot open shared object file")]
    private static partial Regex CannotOpen();
}
