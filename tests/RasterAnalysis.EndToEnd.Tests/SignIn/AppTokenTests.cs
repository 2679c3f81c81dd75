using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>Codes, access tokens and refresh tokens of apps: what they open, and how they end.</summary>
public sealed class AppTokenTests(SecuredService service) : IClassFixture<SecuredService>
{
    private AppClient Map => new(service, "map", "https://maps.example.org/app");

    [Fact]
    public async Task A_code_becomes_tokens_in_ArcGISs_shape()
    {
        var tokens = await Map.SignInAsync("ann");

        Assert.Equal(["access_token", "expires_in", "username", "ssl", "refresh_token", "refresh_token_expires_in"], tokens.AsObject().Select(pair => pair.Key));
        Assert.Equal((1800, "ann", false, 14 * 86400), ((int)tokens["expires_in"]!, (string)tokens["username"]!, (bool)tokens["ssl"]!, (int)tokens["refresh_token_expires_in"]!));
        Assert.Equal("ann", await Map.WhoAsync(tokens["access_token"]));
    }

    [Fact]
    public async Task An_app_makes_no_key_that_would_outlive_it_and_neither_does_a_token_of_its_token()
    {
        var token = (string)(await Map.SignInAsync("ann"))["access_token"]!;
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("token", token), KeyValuePair.Create("f", "json")]);
        using var exchanged = await service.Nobody.Http.PostAsync("arcgis/sharing/rest/generateToken", form);
        foreach (var held in new[] { token, (string)(await exchanged.Content.ReadFromJsonAsync<JsonNode>())!["token"]! })
        {
            using var client = service.With(held);
            using var made = await client.Http.PostAsJsonAsync("api/v1/keys", new { name = "for ever" });

            Assert.Equal("ann", (string)(await client.GetAsync("api/v1/session"))["user"]!);
            Assert.Equal(HttpStatusCode.Forbidden, made.StatusCode);
        }
    }

    [Fact]
    public async Task Codes_and_refresh_tokens_open_nothing_by_themselves()
    {
        var map = Map;
        var code = await map.CodeAsync("ann");

        Assert.Equal("498", await map.WhoAsync(code));
        Assert.Equal("498", await map.WhoAsync((await map.ExchangeAsync(code))["refresh_token"]));
    }

    [Fact]
    public async Task A_code_that_comes_twice_revokes_what_it_gave()
    {
        var map = Map;
        var code = await map.CodeAsync("ann");
        var tokens = await map.ExchangeAsync(code);
        var again = await map.ExchangeAsync(code);

        Assert.Equal((400, "invalid_grant"), ((int)again["error"]!["code"]!, (string)again["error"]!["error"]!));
        Assert.Equal("498", await map.WhoAsync(tokens["access_token"]));
        Assert.NotNull((await map.RefreshAsync(tokens))["error"]);
    }

    [Fact]
    public async Task Of_many_who_bring_a_code_at_once_one_wins_and_nobody_keeps_it()
    {
        var map = Map;
        var code = await map.CodeAsync("ann");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => map.ExchangeAsync(code)));

        var won = Assert.Single(answers, answer => answer["access_token"] is not null);
        Assert.Equal("498", await map.WhoAsync(won["access_token"]));
    }

    [Fact]
    public async Task A_code_belongs_to_its_app_its_address_and_its_proof()
    {
        var map = Map;
        var code = await map.CodeAsync("ann");

        Assert.Equal("invalid_grant", (string)(await map.ExchangeAsync(code, verifier: new string('a', 43)))["error"]!["error"]!);
        Assert.Equal("invalid_grant", (string)(await map.ExchangeAsync(code, address: "https://maps.example.org/app?theme=dark"))["error"]!["error"]!);
        var other = await map.PostAsync(
            "token", ("grant_type", "authorization_code"), ("client_id", "admin"), ("redirect_uri", "https://maps.example.org/app"), ("code", code), ("code_verifier", map.Verifier));
        Assert.Equal("invalid_grant", (string)other["error"]!["error"]!);
        var none = await map.PostAsync("token", ("grant_type", "authorization_code"), ("client_id", "map"), ("redirect_uri", "https://maps.example.org/app"), ("code", code));
        Assert.Equal("invalid_grant", (string)none["error"]!["error"]!);
        Assert.NotNull((await map.ExchangeAsync(code))["access_token"]);
    }

    [Fact]
    public async Task A_server_without_a_proof_is_let_in_where_the_operator_says_so()
    {
        var server = new AppClient(service, "server", "https://server.example.org/back");
        using var browser = await service.BrowseAsync("ann");
        var code = (await AppClient.SendAsync(browser, server.AuthorizePath(("code_challenge", null), ("code_challenge_method", null)))).Answer["code"]!;

        // a proof where none was asked for: somebody took the challenge out of the address
        Assert.Equal("invalid_grant", (string)(await server.ExchangeAsync(code))["error"]!["error"]!);
        var tokens = await server.PostAsync("token", ("grant_type", "authorization_code"), ("client_id", "server"), ("redirect_uri", "https://server.example.org/back"), ("code", code));
        Assert.Equal("ann", await server.WhoAsync(tokens["access_token"]));
    }

    [Fact]
    public async Task A_refresh_token_is_used_again_and_again_until_it_is_exchanged()
    {
        var map = Map;
        var tokens = await map.SignInAsync("ann");
        var (first, second) = (await map.RefreshAsync(tokens), await map.RefreshAsync(tokens));

        Assert.Null(first["refresh_token"]);
        Assert.Equal(("ann", "ann"), (await map.WhoAsync(first["access_token"]), await map.WhoAsync(second["access_token"])));

        var exchanged = await map.ExchangeRefreshAsync(tokens);
        Assert.Equal("ann", await map.WhoAsync((await map.RefreshAsync(exchanged))["access_token"]));
        Assert.NotEqual((string)tokens["refresh_token"]!, (string)exchanged["refresh_token"]!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refresh_token_that_comes_again_once_it_was_exchanged_revokes_all(bool isExchanged)
    {
        var map = Map;
        var tokens = await map.SignInAsync("ann");
        var exchanged = await map.ExchangeRefreshAsync(tokens);
        var derived = await DerivedAsync(exchanged["access_token"]);
        Assert.Equal("ann", await map.WhoAsync(derived));

        var again = isExchanged ? await map.ExchangeRefreshAsync(tokens) : await map.RefreshAsync(tokens);

        Assert.Equal("invalid_grant", (string)again["error"]!["error"]!);
        Assert.Equal(("498", "498"), (await map.WhoAsync(exchanged["access_token"]), await map.WhoAsync(derived)));
        Assert.NotNull((await map.RefreshAsync(exchanged))["error"]);
    }

    [Fact]
    public async Task What_is_revoked_ends_with_all_that_belongs_to_it()
    {
        var map = Map;
        var tokens = await map.SignInAsync("ann");
        var (derived, other) = (await DerivedAsync(tokens["access_token"]), await map.SignInAsync("ann"));

        Assert.Equal("invalid_client", (string)(await new AppClient(service, "admin", "").RevokeAsync(tokens["refresh_token"]))["error"]!["error"]!);
        Assert.True((bool)(await map.RevokeAsync(tokens["refresh_token"]))["success"]!);
        Assert.True((bool)(await map.RevokeAsync(tokens["refresh_token"]))["success"]!);

        Assert.Equal(("498", "498", "ann"), (await map.WhoAsync(tokens["access_token"]), await map.WhoAsync(derived), await map.WhoAsync(other["access_token"])));
    }

    [Fact]
    public async Task A_token_for_a_password_is_revoked_without_an_app()
    {
        var token = (await service.TokenAsync("ann"))["token"];
        var revoked = await Map.PostAsync("revokeToken", ("token", (string)token!));

        Assert.Equal((true, "498"), ((bool)revoked["success"]!, await Map.WhoAsync(token)));
    }

    [Fact]
    public async Task Apps_administer_nothing_unless_the_operator_lets_them()
    {
        var (map, desk) = (Map, new AppClient(service, "admin", "https://desk.example.org/"));
        using var plain = service.With((string)(await map.SignInAsync("root"))["access_token"]!);
        using var administrating = service.With((string)(await desk.SignInAsync("root"))["access_token"]!);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (await StatusAsync(plain), await StatusAsync(administrating)));

        static async Task<HttpStatusCode> StatusAsync(RasterAnalysis.Testing.Service.ServiceClient client)
        {
            using var response = await client.Http.GetAsync("api/v1/users");
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task What_is_asked_for_wrongly_is_said()
    {
        Assert.Equal("unsupported_grant_type", (string)(await Map.PostAsync("token", ("grant_type", "password"), ("client_id", "map")))["error"]!["error"]!);
        Assert.Equal("invalid_request", (string)(await Map.PostAsync("token", ("grant_type", "refresh_token"), ("client_id", "map")))["error"]!["error"]!);
        Assert.Equal("invalid_client", (string)(await Map.PostAsync("token", ("grant_type", "refresh_token"), ("client_id", "none"), ("refresh_token", "x")))["error"]!["error"]!);
        Assert.Contains("POST", $"{(await service.Nobody.GetAsync($"{AppClient.Root}/token?f=json"))["error"]}", StringComparison.Ordinal);
        Assert.True((bool)(await service.Ann.GetAsync($"{AppClient.Root}/validateAppAccess?client_id=map&f=json"))["valid"]!);
        Assert.False((bool)(await service.Ann.GetAsync($"{AppClient.Root}/validateAppAccess?client_id=none&f=json"))["valid"]!);
    }

    [Fact]
    public async Task The_portal_says_that_apps_may_ask() => Assert.True((bool)(await service.Nobody.GetAsync("arcgis/sharing/rest/portals/self?f=json"))["supportsOAuth"]!);

    /// <summary>The token that a client gets for a server of the portal.</summary>
    private async Task<JsonNode?> DerivedAsync(JsonNode? token) =>
        (await Map.PostAsync("../generateToken", ("token", (string)token!), ("serverUrl", "https://maps.example.org/arcgis"), ("expiration", "20160")))["token"];
}
