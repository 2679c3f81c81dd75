namespace RasterAnalysis;

/// <summary>An item is there and cannot do what is asked of it: it is still being prepared, or was refused after that.</summary>
/// <param name="message">Which of the two, and why.</param>
public sealed class NotReadyException(string message) : RasterAnalysisException("not-ready", message);
