namespace RasterAnalysis;

/// <summary>Somebody who is signed in asks for what they may not do.</summary>
/// <param name="message">What they may not do, and who may.</param>
public sealed class ForbiddenException(string message) : RasterAnalysisException("forbidden", message);
