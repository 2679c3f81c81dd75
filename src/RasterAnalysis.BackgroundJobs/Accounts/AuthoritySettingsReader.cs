using Microsoft.Extensions.Configuration;
using RasterAnalysis.Access;

namespace RasterAnalysis.BackgroundJobs.Accounts;

/// <summary>Reads the settings of the OpenID Connect authority.</summary>
internal static class AuthoritySettingsReader
{
    private const string Name = "RasterAnalysis__SignIn";

    /// <summary>What has no meaning without an authority.</summary>
    private static readonly string[] Keys = ["Authority", "Audience", "ClientId", "ClientSecret", "Scopes", "RoleClaim", "NameClaim", "Roles", "UsualRole"];

    /// <summary>Reads them.</summary>
    /// <param name="section">Section <c>RasterAnalysis</c>.</param>
    /// <param name="settings">Takes the faults.</param>
    /// <param name="mode">How the service knows who asks.</param>
    /// <returns>Null in the other modes, and where a fault leaves none.</returns>
    public static AuthoritySettings? Read(IConfigurationSection section, SettingReader settings, SignInMode? mode)
    {
        var signIn = section.GetSection("SignIn");
        if (mode != SignInMode.OpenIdConnect)
        {
            foreach (var key in Keys.Where(key => signIn.GetSection(key) is var given && (!string.IsNullOrWhiteSpace(given.Value) || given.GetChildren().Any())))
            {
                settings.Add($"{Name}__{key}", $"is for an OpenID Connect authority: set {Name}__Mode to OpenIdConnect, or leave it out.");
            }

            return null;
        }

        foreach (var key in new[] { "FirstUser", "FirstPassword" }.Where(key => !string.IsNullOrWhiteSpace(signIn[key])))
        {
            settings.Add($"{Name}__{key}", "is for the mode BuiltIn: with OpenIdConnect the first administrator is who first signs in with that role.");
        }

        string Text(string key, string usual = "") => signIn[key]?.Trim() is { Length: > 0 } text ? text : usual;
        var (audience, client, roles) = (Text("Audience"), Text("ClientId"), Roles(signIn.GetSection("Roles"), settings));
        Role? usualRole = Text("UsualRole").Length > 0 ? settings.Choice("SignIn:UsualRole", Role.Viewer) : null;
        if (audience.Length == 0 && client.Length == 0)
        {
            settings.Add($"{Name}__Audience", $"is required, for bearer tokens (their claim aud), or {Name}__ClientId, for sign-in in the browser; or both.");
        }

        if (AddressOf(Text("Authority")) is not { } address)
        {
            settings.Add($"{Name}__Authority", "is required: the full address of the OpenID Connect authority, by https (http on this machine alone), without ? and #.");
            return null;
        }

        var usual = new AuthoritySettings { Address = address };
        return usual with
        {
            Audience = audience,
            ClientId = client,
            ClientSecret = Text("ClientSecret"),
            Scopes = Text("Scopes") is { Length: > 0 } scopes ? [.. scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Prepend("openid").Distinct()] : usual.Scopes,
            RoleClaim = Text("RoleClaim", usual.RoleClaim),
            NameClaim = Text("NameClaim", usual.NameClaim),
            RoleValues = roles,
            UsualRole = usualRole,
        };
    }

    /// <summary>Keys and answers that come over a plain connection could be anybody's.</summary>
    private static Uri? AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address is { Query: "", Fragment: "", UserInfo: "" } ? address : null;

    private static Dictionary<Role, IReadOnlyList<string>> Roles(IConfigurationSection section, SettingReader settings)
    {
        var roles = new Dictionary<Role, IReadOnlyList<string>>();
        foreach (var entry in section.GetChildren())
        {
            var values = entry.GetChildren().Select(value => value.Value?.Trim()).Where(value => !string.IsNullOrEmpty(value)).OfType<string>().ToArray();
            if (!Enum.TryParse<Role>(entry.Key, ignoreCase: true, out var role) || int.TryParse(entry.Key, out _))
            {
                settings.Add($"{Name}__Roles__{entry.Key}", $"is no role; there are {string.Join(", ", Enum.GetNames<Role>())}.");
            }
            else if (values.Length == 0)
            {
                settings.Add($"{Name}__Roles__{entry.Key}__0", "is required: a value of the role claim that stands for the role.");
            }
            else
            {
                roles[role] = values;
            }
        }

        return roles;
    }
}
