namespace RasterAnalysis.Processing;

/// <summary>A processing instance ended, did not start, or failed in a way that has no better name.</summary>
public sealed class ProcessingInstanceException(string message, bool isTransient, Exception? innerException = null)
    : RasterAnalysisException("processing-instance", message, isTransient, innerException)
{
    /// <summary>Whether the instance was ended because it held more memory than the settings allow.</summary>
    public bool IsForMemory { get; init; }
}
