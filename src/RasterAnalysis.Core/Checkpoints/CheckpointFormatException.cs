namespace RasterAnalysis.Checkpoints;

/// <summary>A file is no PyTorch checkpoint, or a damaged one, or holds what is never made of a file here.</summary>
/// <param name="message">What is wrong with it.</param>
/// <param name="innerException">What was met while it was read; null for nothing.</param>
public sealed class CheckpointFormatException(string message, Exception? innerException = null)
    : RasterAnalysisException("model-package", message, isTransient: false, innerException);
