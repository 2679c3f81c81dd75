namespace RasterAnalysis;

/// <summary>A user has as much as the operator lets one have, of jobs or of storage.</summary>
/// <param name="field">What asks for more, as the client knows it; empty where nothing of a request does.</param>
/// <param name="message">How much the user has, asks for and may have.</param>
/// <param name="isTransient">Whether it passes by itself, as jobs do when they end.</param>
public sealed class QuotaException(string field, string message, bool isTransient = false) : RasterAnalysisException("quota", message, isTransient)
{
    /// <summary>What asks for more.</summary>
    public string Field { get; } = field;
}
