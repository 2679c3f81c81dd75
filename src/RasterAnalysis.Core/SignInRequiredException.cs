namespace RasterAnalysis;

/// <summary>Somebody who is not signed in asks for what only users may know of, or do. It says nothing of whether there is such a thing.</summary>
/// <param name="message">What is needed; null for the usual sentence.</param>
public sealed class SignInRequiredException(string? message = null)
    : RasterAnalysisException("sign-in", message ?? "Sign in first, or send a token: this is not public.");
