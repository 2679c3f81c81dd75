namespace RasterAnalysis.OnnxRuntime;

/// <summary>
/// What ONNX Runtime's GPU providers are told, in the words of their own documentation. Labels are to be those of the CPU, so whatever makes an
/// fp32 network less exact is off.
/// </summary>
internal static class GpuProviderOptions
{
    /// <summary>Options of <c>CUDAExecutionProvider</c>.</summary>
    /// <param name="device">Which GPU.</param>
    public static Dictionary<string, string> Cuda(int device) => new()
    {
        ["device_id"] = Text(device),

        // several instances share a GPU's memory: none takes twice what it needs
        ["arena_extend_strategy"] = "kSameAsRequested",

        // a rule and no race: which algorithm wins a race differs from one instance to the next, and with it the last bits of the scores
        ["cudnn_conv_algo_search"] = "HEURISTIC",

        // ONNX Runtime warns of data races otherwise
        ["do_copy_in_default_stream"] = "1",

        // TF32 has the mantissa of a half
        ["use_tf32"] = "0",
    };

    /// <summary>Options of <c>TensorrtExecutionProvider</c>.</summary>
    /// <param name="device">Which GPU.</param>
    /// <param name="isHalf">Whether the network itself is one of 16 bits.</param>
    /// <param name="cacheFolder">Where engines are kept; null to keep none.</param>
    public static Dictionary<string, string> TensorRt(int device, bool isHalf, string? cacheFolder)
    {
        var options = new Dictionary<string, string> { ["device_id"] = Text(device), ["trt_fp16_enable"] = isHalf ? "1" : "0" };
        if (cacheFolder is not null)
        {
            options["trt_engine_cache_enable"] = "1";
            options["trt_engine_cache_path"] = cacheFolder;
            options["trt_timing_cache_enable"] = "1";
            options["trt_timing_cache_path"] = cacheFolder;
        }

        return options;
    }

    private static string Text(int device) => device.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
