using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Extensions;
using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Accounts;

namespace RasterAnalysis.Api.SignIn;

/// <summary>Addresses of pictures that browsers load without headers: each carries, for a few minutes, that somebody may look at this and nothing else.</summary>
internal sealed class SignedAddresses(IDataProtectionProvider protection, UserDirectory directory)
{
    /// <summary>The parameter that carries it.</summary>
    public const string Parameter = "sig";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("RasterAnalysis.SignedAddresses").ToTimeLimitedDataProtector();

    /// <summary>Signs an address for a user.</summary>
    /// <param name="name">The user.</param>
    /// <param name="address">The full address.</param>
    public string Sign(string name, string address)
    {
        var proof = _protector.Protect($"{name}\n{Subject(new Uri(address))}", Lifetime);
        return $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Parameter}={proof}";
    }

    /// <summary>Who an address was signed for: with the right to look, and no other; null where it carries nothing.</summary>
    /// <exception cref="InvalidTokenException">It has expired, or belongs to another address.</exception>
    public async Task<Caller?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Query[Parameter].ToString() is not { Length: > 0 } proof)
        {
            return null;
        }

        string[] parts;
        try
        {
            parts = _protector.Unprotect(proof).Split('\n', 2);
        }
        catch (CryptographicException)
        {
            throw new InvalidTokenException("The signed address has expired; ask for it again.");
        }

        return parts.Length == 2 && parts[1] == Subject(new Uri(request.GetEncodedUrl())) && HttpMethods.IsGet(request.Method)
            && await directory.FindAsync(parts[0], cancellationToken) is { } caller
            ? caller with { Rights = caller.Rights & Rights.Read } : throw new InvalidTokenException("The signature belongs to another address.");
    }

    /// <summary>Path and query without the signature; the host is not in it, which a proxy may change.</summary>
    private static string Subject(Uri address)
    {
        var query = address.Query.TrimStart('?').Split('&').Where(pair => !pair.StartsWith($"{Parameter}=", StringComparison.Ordinal));
        return $"{address.AbsolutePath}?{string.Join('&', query)}";
    }
}
