using System.Net;
using System.Web;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>The pages on which users let apps in: where they lead, and where they do not.</summary>
public sealed class AuthorizeTests(SecuredService service) : IClassFixture<SecuredService>
{
    private const string Address = "https://maps.example.org/app";

    private AppClient Map => new(service, "map", Address);

    private AppClient Asks => new(service, "asks", "https://field.example.org/");

    [Fact]
    public async Task Who_has_not_signed_in_does_so_and_goes_on()
    {
        var path = Map.AuthorizePath(("state", "s"));
        using var browser = new BrowserSession(service.Nobody.Http.BaseAddress!);
        using var asked = await browser.Http.GetAsync(path);
        var returnUrl = HttpUtility.ParseQueryString(new Uri(service.Nobody.Http.BaseAddress!, asked.Headers.Location!).Query)["returnUrl"]!;

        Assert.Equal((HttpStatusCode.Found, $"/{path}"), (asked.StatusCode, returnUrl));

        // by a page, since browsers refuse a form's redirects that the page's policy does not list
        using var signedIn = await browser.SignInAsync("ann", SecuredService.Password, returnUrl);
        var onward = await BrowserSession.OnwardAsync(signedIn);
        Assert.Equal((HttpStatusCode.OK, returnUrl), (signedIn.StatusCode, $"{onward}"));
        var (address, answer) = await AppClient.SendAsync(browser, $"{onward}");
        Assert.StartsWith($"{Address}?code=", address.OriginalString, StringComparison.Ordinal);
        Assert.Equal("s", answer["state"]);
    }

    [Theory]
    [InlineData("""{"portalUrl":"https://x/arcgis","uid":"a+b/c=&d #ä€"}""")]
    [InlineData("null")]
    [InlineData(" # ")]
    [InlineData("")]
    public async Task State_comes_back_as_it_is(string state)
    {
        using var browser = await service.BrowseAsync("ann");
        var (_, answer) = await AppClient.SendAsync(browser, Map.AuthorizePath(("state", state)));

        Assert.Equal(state, answer["state"]);
        Assert.Null((await AppClient.SendAsync(browser, Map.AuthorizePath())).Answer["state"]);
    }

    [Fact]
    public async Task The_answer_is_for_nobody_else()
    {
        using var browser = await service.BrowseAsync("ann");
        using var response = await browser.Http.GetAsync(Map.AuthorizePath(("redirect_uri", $"{Address}?theme=dark")));

        Assert.StartsWith($"{Address}?theme=dark&code=", response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
    }

    [Theory]
    [InlineData("redirect_uri", "https://maps.example.org/app/")]
    [InlineData("redirect_uri", "https://maps.example.org/APP")]
    [InlineData("redirect_uri", "https://evil.example.org/")]
    [InlineData("redirect_uri", null)]
    [InlineData("client_id", "nobody")]
    [InlineData("client_id", "MAP")]
    public async Task An_address_that_is_not_registered_is_not_gone_to(string name, string? value)
    {
        using var browser = await service.BrowseAsync("ann");
        using var response = await browser.Http.GetAsync(Map.AuthorizePath((name, value)));

        Assert.Equal((HttpStatusCode.BadRequest, null, "text/html"), (response.StatusCode, response.Headers.Location, response.Content.Headers.ContentType!.MediaType));
        Assert.Contains(name, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(await BrowserSession.OnwardAsync(response));
    }

    [Theory]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge", "short", "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    public async Task Other_faults_are_told_to_the_app(string name, string? value, string error)
    {
        using var browser = await service.BrowseAsync("ann");
        var (address, answer) = await AppClient.SendAsync(browser, Map.AuthorizePath((name, value), ("state", "s")));

        Assert.StartsWith($"{Address}?error={error}&error_description=", address.OriginalString, StringComparison.Ordinal);
        Assert.Equal(("s", null), (answer["state"], answer["code"]));
    }

    [Fact]
    public async Task A_parameter_that_is_there_twice_is_refused()
    {
        using var browser = await service.BrowseAsync("ann");
        using var response = await browser.Http.GetAsync($"{Map.AuthorizePath()}&redirect_uri={Uri.EscapeDataString("https://evil.example.org/")}");

        Assert.Equal((HttpStatusCode.BadRequest, null), (response.StatusCode, response.Headers.Location));
    }

    [Fact]
    public async Task A_user_is_asked_once_whether_an_app_is_let_in()
    {
        using var browser = await service.BrowseAsync("bob");
        var page = await browser.Http.GetStringAsync(Asks.AuthorizePath());
        Assert.Contains("Let Field &lt;book&gt; in?", page, StringComparison.Ordinal);
        Assert.Contains("<strong>bob</strong>", page, StringComparison.Ordinal);

        using var denied = await browser.SubmitAsync(Asks.AuthorizePath(("state", "s")), ("decision", "deny"));
        var answer = HttpUtility.ParseQueryString((await BrowserSession.OnwardAsync(denied))!.Query);
        Assert.Equal(("access_denied", "s", null), (answer["error"], answer["state"], answer["code"]));

        var asks = Asks;
        using var allowed = await browser.SubmitAsync(asks.AuthorizePath(), ("decision", "allow"));
        var code = HttpUtility.ParseQueryString((await BrowserSession.OnwardAsync(allowed))!.Query)["code"]!;
        Assert.Equal("bob", (string)(await asks.ExchangeAsync(code))["username"]!);
        Assert.NotNull((await AppClient.SendAsync(browser, Asks.AuthorizePath())).Answer["code"]);

        // anything on the user's machine may listen there
        Assert.Contains("Let Field", await browser.Http.GetStringAsync(Asks.AuthorizePath(("redirect_uri", "http://127.0.0.1:7/back"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_answers_for_the_user()
    {
        using var browser = await service.BrowseAsync("ann");
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("decision", "allow"), .. HttpUtility.ParseQueryString(new Uri($"http://x/{Asks.AuthorizePath()}").Query) is var query
            ? query.AllKeys.Select(key => KeyValuePair.Create(key!, query[key]!)) : []]);
        using var forged = await browser.Http.PostAsync($"{AppClient.Root}/authorize", form);

        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.Contains("Let Field", await browser.Http.GetStringAsync(Asks.AuthorizePath()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_has_no_address_gets_its_code_by_hand()
    {
        var console = new AppClient(service, "console", "urn:ietf:wg:oauth:2.0:oob");
        using var browser = await service.BrowseAsync("ann");
        var page = await browser.Http.GetStringAsync(console.AuthorizePath());
        var code = page.Split("<code>")[1].Split("</code>")[0];

        Assert.Equal("ann", (string)(await console.ExchangeAsync(code))["username"]!);
    }

    [Fact]
    public async Task A_user_takes_back_what_an_app_may()
    {
        using var browser = await service.BrowseAsync("vera");
        var map = Map;
        var tokens = await map.ExchangeAsync((await AppClient.SendAsync(browser, map.AuthorizePath())).Answer["code"]!);
        var page = await browser.Http.GetStringAsync("account");
        Assert.Contains("/account/apps/map/revoke", page, StringComparison.Ordinal);

        using var form = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", page.Split("name=\"__RequestVerificationToken\" value=\"")[1].Split('"')[0])]);
        using var revoked = await browser.Http.PostAsync("account/apps/map/revoke", form);

        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        Assert.Equal("498", await map.WhoAsync(tokens["access_token"]));
        Assert.DoesNotContain("/account/apps/map/revoke", await browser.Http.GetStringAsync("account"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "cors", false)]
    [InlineData("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", false)]
    [InlineData("Origin", "http://127.0.0.1:1", "Accept", "*/*", false)]
    [InlineData("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", true)]
    [InlineData("Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "cors", true)]
    public async Task The_cookie_counts_for_the_services_own_pages(string name, string value, string otherName, string otherValue, bool counts)
    {
        using var browser = await service.BrowseAsync("ann");
        using var request = new HttpRequestMessage(HttpMethod.Get, "arcgis/sharing/rest/portals/self?f=json");
        request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation(otherName, otherValue);
        using var response = await browser.Http.SendAsync(request);

        Assert.Equal(counts, (await response.Content.ReadAsStringAsync()).Contains("\"username\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Neither_codes_nor_tokens_are_written_to_the_log()
    {
        await using var talkative = new SecuredService();
        talkative.Process.Settings["Serilog__MinimumLevel__Override__Microsoft"] = "Information";
        await talkative.InitializeAsync();
        var map = new AppClient(talkative, "map", Address);
        var code = await map.CodeAsync("ann");
        var tokens = await map.ExchangeAsync(code);
        await map.ExchangeAsync(code);

        Assert.Contains("oauth2/authorize", talkative.Process.Log, StringComparison.Ordinal);
        foreach (var secret in new[] { code, (string)tokens["access_token"]!, (string)tokens["refresh_token"]!, map.Verifier })
        {
            Assert.DoesNotContain(secret, talkative.Process.Log, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Settings_of_apps_that_cannot_be_used_end_the_start()
    {
        await using var process = new ServiceProcess();
        process.Settings["RasterAnalysis__SignIn__Mode"] = "BuiltIn";
        process.Settings["RasterAnalysis__SignIn__Apps__a__RedirectUris__0"] = "http://maps.example.org/";
        process.Settings["RasterAnalysis__SignIn__Apps__a__RedirectUris__1"] = "https://maps.example.org/#x";
        process.Settings["RasterAnalysis__SignIn__Apps__a__RedirectUris__2"] = "javascript:alert(1)";
        process.Settings["RasterAnalysis__SignIn__Apps__a__Pkce"] = "Never";
        process.Settings["RasterAnalysis__SignIn__Apps__b__Title"] = "B";

        var (code, said) = await process.RefusedAsync();

        Assert.Equal(78, code);
        foreach (var name in new[] { "a__Title", "a__RedirectUris__0", "a__RedirectUris__1", "a__RedirectUris__2", "a__Pkce", "b__RedirectUris__0" })
        {
            Assert.Contains($"RasterAnalysis__SignIn__Apps__{name}", said, StringComparison.Ordinal);
        }
    }
}
