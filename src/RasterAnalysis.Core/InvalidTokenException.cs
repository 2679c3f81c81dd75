namespace RasterAnalysis;

/// <summary>A token or key came with a request that is none of this service's, or counts no longer.</summary>
/// <param name="message">What is wrong with it, without a word of it.</param>
public sealed class InvalidTokenException(string message) : RasterAnalysisException("invalid-token", message);
