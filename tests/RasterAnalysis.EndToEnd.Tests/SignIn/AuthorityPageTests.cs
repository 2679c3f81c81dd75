using System.Net;
using RasterAnalysis.TestAuthority;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>Sign-in in the browser at an OpenID Connect authority, by the code flow with PKCE: there, back, and out again.</summary>
public sealed class AuthorityPageTests(AuthorityService service) : IClassFixture<AuthorityService>
{
    [Fact]
    public async Task A_browser_is_led_to_the_authority_and_back_to_where_it_was()
    {
        using var browser = new BrowserSession(service.Address);

        var (begun, back) = await ThereAndBackAsync(browser, "ann", "/account");
        var account = WebUtility.HtmlDecode(await browser.Http.GetStringAsync("account"));

        Assert.Contains("code_challenge_method=S256", begun.Query, StringComparison.Ordinal);
        Assert.Contains($"redirect_uri={Uri.EscapeDataString($"{service.Address}sign-in/back")}", begun.Query, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Redirect, "/account"), (back.StatusCode, back.Headers.Location?.OriginalString));
        Assert.Contains("ann · analyst", account, StringComparison.Ordinal);
        Assert.DoesNotContain("Change the password", account, StringComparison.Ordinal);

        using var made = await browser.Http.SubmitAsync("account", "/account/keys", ("name", "desk"));
        Assert.Contains("rak_", await made.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signs_out_is_signed_out_at_the_authority_too()
    {
        using var browser = new BrowserSession(service.Address);
        await ThereAndBackAsync(browser, "vera", returnUrl: null);

        using var left = await browser.Http.SubmitAsync("account", "/sign-out");
        var end = await BrowserSession.OnwardAsync(left);
        using var ended = await browser.Http.GetAsync(end);

        Assert.StartsWith($"{service.Authority.Address}connect/end?client_id=", end?.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal($"{service.Address}sign-out/back", ended.Headers.Location?.AbsoluteUri);
        Assert.Contains("Sign in again", await browser.Http.GetStringAsync("sign-out/back"), StringComparison.Ordinal);
        using var account = await browser.Http.GetAsync("account");
        Assert.Equal(HttpStatusCode.Redirect, account.StatusCode);
    }

    [Fact]
    public async Task Sign_ins_at_the_authority_are_in_the_audit()
    {
        using var browser = new BrowserSession(service.Address);
        await ThereAndBackAsync(browser, "bob", returnUrl: null);
        using var left = await browser.Http.SubmitAsync("account", "/sign-out");
        using var administrator = service.With(service.Authority.Write(new AuthorityUser("2", "bob", "gis-admins")));

        var records = (await administrator.GetAsync("api/v1/audit?user=bob")).AsArray().Select(record => $"{record!["action"]} {record["means"]} {record["outcome"]}").ToArray();

        // by browser and by token they are the same user
        Assert.Equal("bob", (string)(await administrator.GetAsync("api/v1/session"))["user"]!);
        Assert.Single(records, "user-added authority done");
        Assert.Contains("sign-in session done", records);
        Assert.Contains("sign-out session done", records);
    }

    [Fact]
    public async Task Who_has_no_role_is_told_so_on_a_page()
    {
        using var browser = new BrowserSession(service.Address);

        var (_, back) = await ThereAndBackAsync(browser, "norma", returnUrl: null);

        Assert.Equal(HttpStatusCode.Forbidden, back.StatusCode);
        Assert.Contains("norma has no role here", await back.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var account = await browser.Http.GetAsync("account");
        Assert.Equal(HttpStatusCode.Redirect, account.StatusCode);
    }

    [Fact]
    public async Task Who_is_refused_there_or_comes_back_with_the_answer_of_another_is_not_signed_in()
    {
        using var refused = new BrowserSession(service.Address);
        var (_, back) = await ThereAndBackAsync(refused, "nobody", returnUrl: null);
        Assert.Equal(HttpStatusCode.BadRequest, back.StatusCode);
        Assert.Contains("Try again", await back.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // the link of a sign-in that another browser began
        using var attacker = new BrowserSession(service.Address);
        using var victim = new BrowserSession(service.Address);
        using var begun = await attacker.Http.GetAsync("sign-in");
        using var answer = await AnswerAsync(attacker, begun.Headers.Location!, "ann");
        using var followed = await victim.Http.GetAsync(answer.Headers.Location);
        Assert.Equal(HttpStatusCode.BadRequest, followed.StatusCode);
        Assert.Contains("begun elsewhere", await followed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var account = await victim.Http.GetAsync("account");
        Assert.Equal(HttpStatusCode.Redirect, account.StatusCode);
    }

    [Theory]
    [InlineData("https://elsewhere.example.org/")]
    [InlineData("//elsewhere.example.org/")]
    public async Task A_link_to_the_sign_in_leads_nowhere_else(string returnUrl)
    {
        using var browser = new BrowserSession(service.Address);

        var (_, back) = await ThereAndBackAsync(browser, "vera", returnUrl);

        Assert.Equal("/", back.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task ArcGIS_apps_sign_their_users_in_by_way_of_the_authority()
    {
        using var browser = new BrowserSession(service.Address);
        var request = "/arcgis/sharing/rest/oauth2/authorize?client_id=map&response_type=code&redirect_uri=https%3A%2F%2Fmaps.example.org%2Fapp&code_challenge_method=S256"
            + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

        using var asked = await browser.Http.GetAsync(request);
        using var begun = await browser.Http.GetAsync(asked.Headers.Location);
        using var answer = await AnswerAsync(browser, begun.Headers.Location!, "ann");
        using var back = await browser.Http.GetAsync(answer.Headers.Location);
        using var led = await browser.Http.GetAsync(back.Headers.Location);

        Assert.StartsWith("https://maps.example.org/app?code=", led.Headers.Location?.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_authority_is_away_it_is_said_and_nothing_breaks()
    {
        var authority = new AuthorityServer();
        await authority.StartAsync();
        var token = authority.Write(new AuthorityUser("1", "ann", "analyst"));
        var (address, port) = (authority.Address, authority.Address.Port);
        await authority.DisposeAsync();
        await using var process = new ServiceProcess();
        foreach (var (name, value) in AuthorityService.Settings(address))
        {
            process.Settings[$"RasterAnalysis__SignIn__{name}"] = value;
        }

        await process.StartAsync();
        using var browser = new BrowserSession(process.Client.Http.BaseAddress!);
        using var page = await browser.Http.GetAsync("sign-in");
        using var client = ServiceClient.WithToken(process.Client.Http.BaseAddress!, token);
        using var call = await client.Http.GetAsync("api/v1/items");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Contains("cannot be asked who you are just now", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (call.StatusCode, call.Headers.RetryAfter is not null));

        // it comes back, with other keys
        await using var again = new AuthorityServer();
        await again.StartAsync(port);
        using var later = ServiceClient.WithToken(process.Client.Http.BaseAddress!, again.Write(new AuthorityUser("1", "ann", "analyst")));
        await Until.TrueAsync(
            async () =>
            {
                using var answer = await later.Http.GetAsync("api/v1/session");
                Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"A token that counts was answered with {answer.StatusCode}.");
                return answer.StatusCode == HttpStatusCode.OK;
            },
            "the authority to be asked again");
        Assert.Equal("ann", (string)(await later.GetAsync("api/v1/session"))["user"]!);
    }

    /// <summary>Begins a sign-in, names a user to the authority, and comes back.</summary>
    private static async Task<(Uri Begun, HttpResponseMessage Back)> ThereAndBackAsync(BrowserSession browser, string user, string? returnUrl)
    {
        using var begun = await browser.Http.GetAsync($"sign-in{(returnUrl is null ? "" : $"?returnUrl={Uri.EscapeDataString(returnUrl)}")}");
        using var answer = await AnswerAsync(browser, begun.Headers.Location!, user);
        return (begun.Headers.Location!, await browser.Http.GetAsync(answer.Headers.Location));
    }

    private static async Task<HttpResponseMessage> AnswerAsync(BrowserSession browser, Uri authorize, string user)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = authorize };
        return await http.SubmitFormAsync(await browser.Http.GetStringAsync(authorize), action: null, ("user", user));
    }
}
