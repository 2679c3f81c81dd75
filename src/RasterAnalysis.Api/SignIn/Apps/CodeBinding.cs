using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.Api.SignIn.Apps;

/// <summary>With what an authorization code is to be exchanged, as it stands with its grant (<see cref="AccessGrant.Binding"/>).</summary>
/// <param name="RefreshLifetime">How long the refresh token will count that is given for it, in whole minutes.</param>
/// <param name="Challenge">The challenge of RFC 7636, by SHA-256; empty for none.</param>
/// <param name="RedirectUri">Where the code was sent.</param>
internal sealed record CodeBinding(TimeSpan RefreshLifetime, string Challenge, string RedirectUri)
{
    // RFC 7636, 4.1
    private const int ShortestVerifier = 43;
    private const int LongestVerifier = 128;

    // what SHA-256 is in base64url
    private const int ChallengeLength = 43;

    /// <summary>Reads it back.</summary>
    public static CodeBinding Parse(string text) =>
        text.Split(' ', 3) is [var minutes, var challenge, var address] ? new CodeBinding(TimeSpan.FromMinutes(int.Parse(minutes, CultureInfo.InvariantCulture)), challenge, address)
            : throw new FormatException("The grant is bound to something else.");

    /// <summary>Whether a text may be a challenge.</summary>
    public static bool IsChallenge(string text) => text.Length == ChallengeLength && Base64Url.IsValid(text);

    /// <summary>Whether who exchanges the code is who asked for it. Without a challenge there must be no verifier: somebody took the challenge out of the address.</summary>
    public bool IsProvenBy(string? verifier) =>
        Challenge.Length == 0 ? verifier is null
        : verifier is { Length: >= ShortestVerifier and <= LongestVerifier }
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(verifier)))), Encoding.ASCII.GetBytes(Challenge));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(int)RefreshLifetime.TotalMinutes} {Challenge} {RedirectUri}");
}
