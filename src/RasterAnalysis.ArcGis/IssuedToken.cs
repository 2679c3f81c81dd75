namespace RasterAnalysis.ArcGis;

/// <summary>A token.</summary>
/// <param name="Token">What the client sends from now on.</param>
/// <param name="Expires">When it ends, UTC.</param>
public sealed record IssuedToken(string Token, DateTimeOffset Expires);
