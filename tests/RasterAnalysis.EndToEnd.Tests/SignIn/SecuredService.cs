using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>The built service with accounts, and a client for each kind of user.</summary>
public sealed class SecuredService : IAsyncLifetime
{
    public const string Password = "seven red barns at noon";

    /// <summary>An app whose users are not asked, one whose users are, one that administers, one on a server that knows no PKCE, and one without an address.</summary>
    private static readonly (string Name, string Value)[] AppSettings =
    [
        ("map__Title", "Map"), ("map__RedirectUris__0", "https://maps.example.org/app"), ("map__RedirectUris__1", "https://maps.example.org/app?theme=dark"), ("map__Trusted", "true"),
        ("asks__Title", "Field <book>"), ("asks__RedirectUris__0", "https://field.example.org/"), ("asks__RedirectUris__1", "http://127.0.0.1:7/back"),
        ("admin__Title", "Desk"), ("admin__RedirectUris__0", "https://desk.example.org/"), ("admin__Trusted", "true"), ("admin__Administer", "true"),
        ("server__Title", "Server"), ("server__RedirectUris__0", "https://server.example.org/back"), ("server__Trusted", "true"), ("server__Pkce", "Optional"),
        ("console__Title", "Console"), ("console__RedirectUris__0", "urn:ietf:wg:oauth:2.0:oob"), ("console__Trusted", "true"),
    ];

    public ServiceProcess Process { get; } = new();

    /// <summary>Somebody who is not signed in.</summary>
    public ServiceClient Nobody => Process.Client;

    public ServiceClient Administrator { get; private set; } = null!;

    public ServiceClient Publisher { get; private set; } = null!;

    /// <summary>An analyst.</summary>
    public ServiceClient Ann { get; private set; } = null!;

    /// <summary>Another analyst.</summary>
    public ServiceClient Bob { get; private set; } = null!;

    public ServiceClient Viewer { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Process.Settings["RasterAnalysis__SignIn__Mode"] = "BuiltIn";
        Process.Settings["RasterAnalysis__SignIn__FirstUser"] = "root";
        Process.Settings["RasterAnalysis__SignIn__FirstPassword"] = Password;
        foreach (var (name, value) in AppSettings)
        {
            Process.Settings[$"RasterAnalysis__SignIn__Apps__{name}"] = value;
        }

        await Process.StartAsync();
        Administrator = await SignInAsync("root");
        (Publisher, Ann, Bob, Viewer) = (await MakeAsync("pam", "publisher"), await MakeAsync("ann", "analyst"), await MakeAsync("bob", "analyst"), await MakeAsync("vera", "viewer"));
    }

    /// <summary>A browser in which somebody has signed in.</summary>
    public async Task<BrowserSession> BrowseAsync(string user)
    {
        var browser = new BrowserSession(Nobody.Http.BaseAddress!);
        await browser.SignInAsync(user, Password);
        return browser;
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    /// <summary>A token for a password.</summary>
    public async Task<JsonNode> TokenAsync(string user, string password = Password, params (string Name, string Value)[] more)
    {
        (string Name, string Value)[] fields = [("username", user), ("password", password), ("f", "json"), .. more];
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await Nobody.Http.PostAsync("arcgis/sharing/rest/generateToken", form);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    /// <summary>A client that sends a token with everything.</summary>
    public ServiceClient With(string token) => ServiceClient.WithToken(Nobody.Http.BaseAddress!, token);

    public Task<ServiceClient> SignInAsync(string user) => Nobody.SignInAsync(user, Password);

    private async Task<ServiceClient> MakeAsync(string name, string role)
    {
        using var made = await Administrator.Http.PostAsJsonAsync("api/v1/users", new { name, password = Password, role });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        return await SignInAsync(name);
    }
}
