using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using RasterAnalysis.Gdal;

namespace RasterAnalysis.Worker.Processing;

/// <summary>What makes pixels here, by its versions, and the instructions of the processor that decide how sums are rounded.</summary>
internal static class Versions
{
    /// <summary>This service.</summary>
    public static string Service { get; } = typeof(Versions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>ONNX Runtime.</summary>
    public static string OnnxRuntime { get; } = $"{typeof(Microsoft.ML.OnnxRuntime.InferenceSession).Assembly.GetName().Version}";

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["RasterAnalysis"] = Service,
        ["ONNX Runtime"] = OnnxRuntime,
        ["GDAL"] = $"{GdalRuntime.Version}",
        [".NET"] = $"{Environment.Version}",
        ["Processor"] = Processor(),
    };

    private static string Processor()
    {
        (string Name, bool IsThere)[] sets =
        [
            ("SSE4.1", Sse41.IsSupported), ("AVX", Avx.IsSupported), ("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported), ("AVX-512F", Avx512F.IsSupported), ("AVX-VNNI", AvxVnni.IsSupported),
        ];
        return string.Join(' ', sets.Where(set => set.IsThere).Select(set => set.Name).Prepend($"{RuntimeInformation.ProcessArchitecture}"));
    }
}
