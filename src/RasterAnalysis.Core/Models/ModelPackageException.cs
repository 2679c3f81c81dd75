namespace RasterAnalysis.Models;

/// <summary>A package, its definition or its network cannot be used. The text says what it is and what to do.</summary>
public sealed class ModelPackageException(string message, Exception? innerException = null)
    : RasterAnalysisException("model-package", message, isTransient: false, innerException);
