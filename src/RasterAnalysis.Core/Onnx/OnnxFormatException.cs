namespace RasterAnalysis.Onnx;

/// <summary>A file is no ONNX file, or a damaged one.</summary>
/// <param name="message">What is wrong with it.</param>
/// <param name="innerException">What was met while it was read; null for nothing.</param>
public sealed class OnnxFormatException(string message, Exception? innerException = null)
    : RasterAnalysisException("model-package", message, isTransient: false, innerException);
