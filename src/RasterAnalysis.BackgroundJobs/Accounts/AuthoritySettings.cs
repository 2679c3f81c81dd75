using RasterAnalysis.Access;

namespace RasterAnalysis.BackgroundJobs.Accounts;

/// <summary>The OpenID Connect authority that says who users are and what role they have.</summary>
public sealed record AuthoritySettings
{
    /// <summary>Its address, under which <c>.well-known/openid-configuration</c> lies.</summary>
    public required Uri Address { get; init; }

    /// <summary>For whom the bearer tokens are that are taken (claim <c>aud</c>); empty where none are.</summary>
    public string Audience { get; init; } = "";

    /// <summary>As what the service is registered there for sign-in in the browser; empty where nobody signs in so.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>The secret of that registration; empty for a public client.</summary>
    public string ClientSecret { get; init; } = "";

    /// <summary>What is asked for at sign-in in the browser.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ["openid", "profile", "email"];

    /// <summary>The claim that says the role: its name, or a way into an object by dots (<c>realm_access.roles</c>).</summary>
    public string RoleClaim { get; init; } = "roles";

    /// <summary>The claim that a new account is named by.</summary>
    public string NameClaim { get; init; } = "preferred_username";

    /// <summary>The values of the claim that stand for a role; for roles that are left out the role's own name.</summary>
    public IReadOnlyDictionary<Role, IReadOnlyList<string>> RoleValues { get; init; } = new Dictionary<Role, IReadOnlyList<string>>();

    /// <summary>The role of users whose claim names none; null where they are not let in.</summary>
    public Role? UsualRole { get; init; }

    /// <summary>The highest role that values of the claim stand for; null where they stand for none and there is no usual one.</summary>
    public Role? RoleOf(IReadOnlyCollection<string> values) => Enum.GetValues<Role>().OrderDescending().Cast<Role?>()
        .FirstOrDefault(role => ValuesOf(role!.Value).Any(value => values.Contains(value, StringComparer.OrdinalIgnoreCase))) ?? UsualRole;

    private IReadOnlyList<string> ValuesOf(Role role) => RoleValues.GetValueOrDefault(role) ?? [role.ToString()];
}
