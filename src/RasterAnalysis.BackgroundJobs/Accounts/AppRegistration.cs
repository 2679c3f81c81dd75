namespace RasterAnalysis.BackgroundJobs.Accounts;

/// <summary>An app that may ask users to let it in, as the operator registered it: <c>RasterAnalysis__SignIn__Apps__{client id}__…</c>.</summary>
public sealed record AppRegistration
{
    /// <summary>The redirect address of apps that have none: the code is shown to the user, who carries it over (RFC 6749 has no such; ArcGIS's clients do).</summary>
    public const string OutOfBand = "urn:ietf:wg:oauth:2.0:oob";

    /// <summary>By what the app is known; public.</summary>
    public required string ClientId { get; init; }

    /// <summary>What users are told that it is.</summary>
    public required string Title { get; init; }

    /// <summary>Where codes are sent, and nowhere else; compared letter by letter.</summary>
    public required IReadOnlyList<string> RedirectUris { get; init; }

    /// <summary>Whether users go straight on without being asked.</summary>
    public bool IsTrusted { get; init; }

    /// <summary>Whether it may do what only administrators may, for users who are.</summary>
    public bool MayAdminister { get; init; }

    /// <summary>Whether its codes need the proof of RFC 7636. Clients on servers that cannot give it (<c>ArcGISIdentityManager.exchangeAuthorizationCode</c>) do without.</summary>
    public bool NeedsPkce { get; init; } = true;
}
