namespace RasterAnalysis.ArcGis;

/// <summary>What an app gets.</summary>
/// <param name="UserName">The user who let it in.</param>
/// <param name="AccessToken">What it sends from now on.</param>
/// <param name="AccessLifetime">How long that counts.</param>
/// <param name="RefreshToken">What it gets the next one for; null where it has one.</param>
/// <param name="RefreshLifetime">How long that counts.</param>
public sealed record AppTokens(string UserName, string AccessToken, TimeSpan AccessLifetime, string? RefreshToken = null, TimeSpan RefreshLifetime = default);
