namespace RasterAnalysis.Inference;

/// <summary>A network cannot be loaded or run.</summary>
public sealed class InferenceException(string message, bool isTransient = false, Exception? innerException = null)
    : RasterAnalysisException("inference", message, isTransient, innerException);
