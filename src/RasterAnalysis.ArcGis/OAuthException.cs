namespace RasterAnalysis.ArcGis;

/// <summary>An app gets no tokens.</summary>
/// <param name="error">The word of RFC 6749, 5.2: <c>invalid_request</c>, <c>invalid_client</c>, <c>invalid_grant</c>, <c>unsupported_grant_type</c>.</param>
/// <param name="message">What is wrong, without a word of a code or token.</param>
public sealed class OAuthException(string error, string message) : RasterAnalysisException("oauth", message)
{
    /// <summary>The word.</summary>
    public string Error { get; } = error;
}
