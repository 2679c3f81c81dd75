using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>An app that has users let it in, by what RFC 6749 and RFC 7636 say.</summary>
public sealed class AppClient(SecuredService service, string clientId, string redirectUri)
{
    public const string Root = "arcgis/sharing/rest/oauth2";

    public string Verifier { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The address that it sends a user to; a value of null leaves a parameter out.</summary>
    public string AuthorizePath(params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["client_id"] = clientId, ["redirect_uri"] = redirectUri, ["response_type"] = "code", ["code_challenge_method"] = "S256",
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return $"{Root}/authorize?{string.Join('&', parameters.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}"))}";
    }

    /// <summary>What it gets back where the user is not asked.</summary>
    public static async Task<(Uri Address, System.Collections.Specialized.NameValueCollection Answer)> SendAsync(BrowserSession browser, string path)
    {
        using var response = await browser.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return (response.Headers.Location!, HttpUtility.ParseQueryString(response.Headers.Location!.Query));
    }

    public async Task<string> CodeAsync(string user)
    {
        using var browser = await service.BrowseAsync(user);
        return (await SendAsync(browser, AuthorizePath())).Answer["code"]!;
    }

    /// <summary>Tokens of a user.</summary>
    public async Task<JsonNode> SignInAsync(string user) => await ExchangeAsync(await CodeAsync(user));

    public Task<JsonNode> ExchangeAsync(string code, string? verifier = null, string? address = null) => PostAsync(
        "token", ("grant_type", "authorization_code"), ("client_id", clientId), ("redirect_uri", address ?? redirectUri), ("code", code), ("code_verifier", verifier ?? Verifier));

    public Task<JsonNode> RefreshAsync(JsonNode tokens) => PostAsync("token", ("grant_type", "refresh_token"), ("client_id", clientId), ("refresh_token", (string)tokens["refresh_token"]!));

    public Task<JsonNode> ExchangeRefreshAsync(JsonNode tokens) => PostAsync(
        "token", ("grant_type", "exchange_refresh_token"), ("client_id", clientId), ("redirect_uri", redirectUri), ("refresh_token", (string)tokens["refresh_token"]!));

    public Task<JsonNode> RevokeAsync(JsonNode? token) => PostAsync("revokeToken", ("client_id", clientId), ("auth_token", (string)token!));

    /// <summary>Who a token stands for; the code of the error object where it counts not.</summary>
    public async Task<string> WhoAsync(JsonNode? token)
    {
        using var client = service.With((string)token!);
        var answer = await client.GetAsync("arcgis/sharing/rest/community/self?f=json");
        return (string?)answer["username"] ?? $"{answer["error"]!["code"]}";
    }

    public async Task<JsonNode> PostAsync(string operation, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("f", "json"), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
        using var response = await service.Nobody.Http.PostAsync($"{Root}/{operation}", form);
        Assert.Equal((HttpStatusCode.OK, true), (response.StatusCode, response.Headers.CacheControl!.NoStore));
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
