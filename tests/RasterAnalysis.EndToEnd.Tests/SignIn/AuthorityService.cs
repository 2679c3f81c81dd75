using RasterAnalysis.TestAuthority;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>The built service, whose users an OpenID Connect authority knows.</summary>
public sealed class AuthorityService : IAsyncLifetime
{
    public AuthorityServer Authority { get; } = new();

    public ServiceProcess Process { get; } = new();

    public Uri Address => Process.Client.Http.BaseAddress!;

    public async ValueTask InitializeAsync()
    {
        await Authority.StartAsync();
        foreach (var user in new[] { new AuthorityUser("1", "ann", "analyst"), new AuthorityUser("2", "bob", "analyst", "gis-admins"), new AuthorityUser("3", "norma"), new AuthorityUser("4", "vera", "viewer") })
        {
            Authority.Users[user.Name] = user;
        }

        foreach (var (name, value) in Settings(Authority.Address))
        {
            Process.Settings[$"RasterAnalysis__SignIn__{name}"] = value;
        }

        await Process.StartAsync();
        await Authority.RegisterAsync(Address);
    }

    /// <summary>The settings of a service of the authority.</summary>
    public static IEnumerable<(string Name, string Value)> Settings(Uri authority) =>
    [
        ("Mode", "OpenIdConnect"), ("Authority", authority.AbsoluteUri), ("Audience", AuthorityServer.Audience), ("ClientId", AuthorityServer.ClientId), ("ClientSecret", AuthorityServer.Secret),
        ("Scopes", "profile roles"), ("RoleClaim", "role"), ("Roles__Administrator__0", "gis-admins"),
        ("Apps__map__Title", "Map"), ("Apps__map__RedirectUris__0", "https://maps.example.org/app"), ("Apps__map__Trusted", "true"),
    ];

    /// <summary>A client that sends a token with everything.</summary>
    public ServiceClient With(string token) => ServiceClient.WithToken(Address, token);

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Authority.DisposeAsync();
    }
}
