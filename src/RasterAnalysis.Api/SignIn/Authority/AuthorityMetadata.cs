using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using RasterAnalysis.BackgroundJobs.Accounts;

namespace RasterAnalysis.Api.SignIn.Authority;

/// <summary>What the authority publishes of itself: addresses and keys. It is kept, and asked for again when a key is not among them.</summary>
internal static class AuthorityMetadata
{
    /// <summary>It.</summary>
    /// <exception cref="BusyException">The authority does not answer, or not with that.</exception>
    public static async Task<OpenIdConnectConfiguration> RequireAsync(
        IConfigurationManager<OpenIdConnectConfiguration>? metadata, AuthoritySettings settings, CancellationToken cancellationToken)
    {
        try
        {
            return await metadata!.GetConfigurationAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is InvalidOperationException or IOException or HttpRequestException or OperationCanceledException)
        {
            throw new BusyException($"The authority {settings.Address} cannot be asked who you are just now; try again in a moment.");
        }
    }
}
