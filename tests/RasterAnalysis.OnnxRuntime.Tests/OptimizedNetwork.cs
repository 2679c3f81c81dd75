using Microsoft.ML.OnnxRuntime;

namespace RasterAnalysis.OnnxRuntime.Tests;

/// <summary>A network as ONNX Runtime's own optimiser saves it.</summary>
internal static class OptimizedNetwork
{
    /// <summary>Optimises a network.</summary>
    /// <param name="network">ONNX file.</param>
    /// <param name="level"><c>basic</c>, <c>extended</c> (fused operators) or <c>all</c> (channels in blocks, as this processor likes them).</param>
    public static byte[] Of(byte[] network, string level)
    {
        using var file = new NetworkFile([]);
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = level switch
            {
                "basic" => GraphOptimizationLevel.ORT_ENABLE_BASIC,
                "extended" => GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
                _ => GraphOptimizationLevel.ORT_ENABLE_ALL,
            },
            OptimizedModelFilePath = file.Path,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        using (new InferenceSession(network, options))
        {
            return File.ReadAllBytes(file.Path);
        }
    }
}
