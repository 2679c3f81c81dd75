using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using RasterAnalysis.BackgroundJobs.Accounts;

namespace RasterAnalysis.Api.SignIn.Authority;

/// <summary>Reads what an authority says of a user out of a token's claims.</summary>
internal static class AuthorityClaims
{
    /// <summary>Where a name is looked for when the claim of the settings is not there; access tokens often have none.</summary>
    private static readonly string[] OtherNames = ["preferred_username", "upn", "email", "name", "client_id", "azp", "sub"];

    /// <summary>The user.</summary>
    /// <param name="principal">Claims of a token that counts.</param>
    /// <param name="settings">Which of them to read.</param>
    /// <param name="now">When it was said, where the token does not tell.</param>
    /// <exception cref="InvalidTokenException">It does not say who it means.</exception>
    /// <exception cref="ForbiddenException">They have no role here.</exception>
    public static AuthorityUser Read(ClaimsPrincipal principal, AuthoritySettings settings, DateTimeOffset now)
    {
        if (principal.FindFirst("sub") is not { Value.Length: > 0 } subject || (principal.FindFirstValue("iss") ?? subject.Issuer) is not { Length: > 0 } issuer)
        {
            throw new InvalidTokenException("The token does not say who it means: it has no claim sub.");
        }

        var name = OtherNames.Prepend(settings.NameClaim).Select(principal.FindFirstValue).First(value => !string.IsNullOrWhiteSpace(value))!;
        var asOf = long.TryParse(principal.FindFirstValue("iat"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= now.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : now;
        return settings.RoleOf(Values(principal, settings.RoleClaim)) is { } role ? new AuthorityUser(issuer, subject.Value, name, role, asOf)
            : throw new ForbiddenException($"{name} has no role here: the claim {settings.RoleClaim} that {settings.Address} gives names none that this service knows.");
    }

    /// <summary>Values of a claim: several claims of one name, a list, or a list within an object.</summary>
    public static IReadOnlyCollection<string> Values(ClaimsPrincipal principal, string claim)
    {
        if (principal.FindAll(claim).ToArray() is { Length: > 0 } named)
        {
            return [.. named.SelectMany(found => Texts(found.Value, []))];
        }

        var way = claim.Split('.');
        return [.. principal.FindAll(way[0]).SelectMany(found => Texts(found.Value, way[1..]))];
    }

    private static List<string> Texts(string value, string[] way)
    {
        if (value.AsSpan().TrimStart() is not ['[' or '{', ..])
        {
            return way.Length == 0 ? [value] : [];
        }

        try
        {
            using var document = JsonDocument.Parse(value);
            var element = document.RootElement;
            foreach (var name in way)
            {
                if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                {
                    return [];
                }
            }

            return element.ValueKind switch
            {
                JsonValueKind.Array => [.. element.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.String).Select(entry => entry.GetString()!)],
                JsonValueKind.String => [element.GetString()!],
                _ => [],
            };
        }
        catch (JsonException)
        {
            return way.Length == 0 ? [value] : [];
        }
    }
}
