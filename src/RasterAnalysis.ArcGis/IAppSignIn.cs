namespace RasterAnalysis.ArcGis;

/// <summary>What apps get for the codes that they were handed, as OAuth 2.0 has it (RFC 6749, RFC 7636, RFC 7009). The composition root brings it where there is sign-in.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IAppSignIn
{
    /// <summary>Whether an app is registered.</summary>
    bool Knows(string clientId);

    /// <summary>Gives tokens for a code, once.</summary>
    /// <param name="clientId">The app.</param>
    /// <param name="redirectUri">Where the code was sent.</param>
    /// <param name="code">The code.</param>
    /// <param name="verifier">What the challenge was made of (RFC 7636); null for none.</param>
    /// <param name="cancellationToken">Stops before anything is given.</param>
    /// <exception cref="OAuthException">They do not go together, or the code was used before.</exception>
    Task<AppTokens> ExchangeCodeAsync(string clientId, string redirectUri, string code, string? verifier, CancellationToken cancellationToken);

    /// <summary>Gives an access token for a refresh token, which goes on to count.</summary>
    /// <exception cref="OAuthException">It is none of the app's, or counts no longer.</exception>
    Task<AppTokens> RefreshAsync(string clientId, string refreshToken, CancellationToken cancellationToken);

    /// <summary>Gives an access token and another refresh token for a refresh token, once.</summary>
    /// <param name="clientId">The app.</param>
    /// <param name="redirectUri">One of its addresses.</param>
    /// <param name="refreshToken">The refresh token.</param>
    /// <param name="cancellationToken">Stops before anything is given.</param>
    /// <exception cref="OAuthException">It is none of the app's, counts no longer, or was exchanged before.</exception>
    Task<AppTokens> ExchangeRefreshTokenAsync(string clientId, string redirectUri, string refreshToken, CancellationToken cancellationToken);

    /// <summary>Revokes a token with everything that belongs to it. One that counts not is as good as revoked.</summary>
    /// <param name="clientId">The app that it was given to; null where it was not given to an app.</param>
    /// <param name="token">An access token, a refresh token, or a token of <c>generateToken</c>.</param>
    /// <param name="cancellationToken">Stops before it is revoked.</param>
    /// <exception cref="OAuthException">It was given to another app.</exception>
    Task RevokeAsync(string? clientId, string token, CancellationToken cancellationToken);
}
