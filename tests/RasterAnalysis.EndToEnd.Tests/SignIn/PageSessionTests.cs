using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>Signing in on the page, and what the cookie does and does not.</summary>
public sealed partial class PageSessionTests(SecuredService service) : IClassFixture<SecuredService>
{
    [Fact]
    public async Task A_password_opens_a_session_and_leads_on_within_the_service_alone()
    {
        using var session = New();

        var wrong = await ReadAsync(session.SignInAsync("ann", "wrong"));
        var elsewhere = await ReadAsync(session.SignInAsync("ann", SecuredService.Password, "//evil.example.org/"));
        using var signedIn = New();
        var right = await ReadAsync(signedIn.SignInAsync("ann", SecuredService.Password, "/#/history"));

        Assert.Equal(HttpStatusCode.OK, wrong.Status);
        Assert.Contains("Invalid username or password", wrong.Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Found, "/"), (elsewhere.Status, elsewhere.Location));
        Assert.Equal((HttpStatusCode.Found, "/#/history"), (right.Status, right.Location));
        Assert.Equal("ann", (string)(await SessionAsync(signedIn))["user"]!);
    }

    [Fact]
    public async Task A_cookie_changes_nothing_without_the_proof_that_the_page_sends()
    {
        using var session = New();
        await ReadAsync(session.SignInAsync("ann", SecuredService.Password));
        var proof = (string)(await SessionAsync(session))["antiforgery"]!;

        using var bare = await session.Http.PostAsJsonAsync("api/v1/keys", new { name = "bare" });
        session.Http.DefaultRequestHeaders.Add("X-RasterAnalysis-Antiforgery", proof);
        using var proven = await session.Http.PostAsJsonAsync("api/v1/keys", new { name = "proven" });
        session.Http.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example.org");
        using var foreign = await session.Http.PostAsJsonAsync("api/v1/keys", new { name = "foreign" });

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Created, HttpStatusCode.Forbidden), (bare.StatusCode, proven.StatusCode, foreign.StatusCode));
        Assert.Equal(["proven"], (await service.Ann.GetAsync("api/v1/keys")).AsArray().Select(key => (string)key!["name"]!));
    }

    [Fact]
    public async Task A_cookie_submits_no_job_by_an_address_that_is_merely_opened()
    {
        using var session = New();
        await ReadAsync(session.SignInAsync("bob", SecuredService.Password));
        const string Submit = "arcgis/rest/services/System/RasterAnalysisTools/GPServer/ListDeepLearningModels/submitJob?f=json&x=1";

        var opened = (await session.Http.GetFromJsonAsync<JsonNode>(Submit))!;
        var posted = await ReadAsync(session.Http.PostAsync(Submit, new FormUrlEncodedContent([])));
        var form = await ReadAsync(session.Http.SubmitAsync("arcgis/rest/services/System/RasterAnalysisTools/GPServer/ListDeepLearningModels?f=html", "submitJob"));

        Assert.Contains("must be POST", (string)opened["error"]!["details"]![0]!, StringComparison.Ordinal);
        Assert.Contains("X-RasterAnalysis-Antiforgery", posted.Text, StringComparison.Ordinal);
        Assert.Contains("/ListDeepLearningModels/jobs/j", form.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_password_ends_what_was_granted_before()
    {
        using var made = await service.Administrator.Http.PostAsJsonAsync("api/v1/users", new { name = "edna", password = SecuredService.Password, role = "analyst" });
        using var edna = await service.SignInAsync("edna");
        using var session = New();
        await ReadAsync(session.SignInAsync("edna", SecuredService.Password));

        var changed = await ReadAsync(session.Http.SubmitAsync("account", "account/password", ("password", SecuredService.Password), ("new", "another twelve letters")));
        using var after = await edna.Http.GetAsync("api/v1/session");

        Assert.Contains("The password is changed", changed.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        Assert.Equal("edna", (string)(await SessionAsync(session))["user"]!);
    }

    [Fact]
    public async Task A_second_step_is_asked_for_once_a_code_has_proved_it()
    {
        using var made = await service.Administrator.Http.PostAsJsonAsync("api/v1/users", new { name = "fred", password = SecuredService.Password, role = "viewer" });
        using var session = New();
        await ReadAsync(session.SignInAsync("fred", SecuredService.Password));
        var shown = await ReadAsync(session.Http.SubmitAsync("account", "account/second-step/key"));
        var key = Key().Match(shown.Text).Groups[1].Value;

        var wrong = await ReadAsync(session.Http.SubmitAsync("account", "account/second-step", ("code", "000000")));
        var right = await ReadAsync(session.Http.SubmitAsync("account", "account/second-step", ("code", Totp.Code(key, DateTimeOffset.UtcNow))));
        using var next = New();
        var password = await ReadAsync(next.SignInAsync("fred", SecuredService.Password));
        var code = await ReadAsync(next.Http.SubmitFormAsync(password.Html, "sign-in/code", ("code", Totp.Code(key, DateTimeOffset.UtcNow))));
        var token = await service.TokenAsync("fred");

        Assert.Contains("not the code", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("asks for a code", right.Text, StringComparison.Ordinal);
        Assert.Contains("Second step", password.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, code.Status);
        Assert.Equal("fred", (string)(await SessionAsync(next))["user"]!);
        Assert.Contains("second step", (string)token["error"]!["details"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recovery_code_stands_for_the_authenticator_once()
    {
        var codes = await SecondStepAsync("gerd");
        using var first = New();
        using var again = New();
        using var second = New();

        var statuses = (await ByCodeAsync(first, "gerd", codes[0]), await ByCodeAsync(again, "gerd", codes[0]), await ByCodeAsync(second, "gerd", codes[1]));
        var off = await ReadAsync(second.Http.SubmitAsync("account", "account/second-step", ("code", codes[2])));

        Assert.Equal(10, codes.Length);
        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.OK, HttpStatusCode.Found), statuses);
        Assert.Equal("gerd", (string)(await SessionAsync(first))["user"]!);
        Assert.Contains("password alone again", off.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recovery_codes_cannot_be_guessed_without_end()
    {
        var codes = await SecondStepAsync("hilda");
        using var guess = New();
        var page = await ReadAsync(guess.SignInAsync("hilda", SecuredService.Password));

        var said = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            said.Add((await ReadAsync(guess.Http.SubmitFormAsync(page.Html, "sign-in/code", ("code", $"AAAAA-AAAA{i}")))).Text);
        }

        Assert.All(said.SkipLast(1), text => Assert.Contains("no recovery code that is left", text, StringComparison.Ordinal));
        Assert.Contains("the account is locked", said[^1], StringComparison.Ordinal);
        Assert.Contains("the account is locked", (await ReadAsync(guess.Http.SubmitFormAsync(page.Html, "sign-in/code", ("code", codes[0])))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        using var session = New();
        await ReadAsync(session.SignInAsync("ann", SecuredService.Password));

        var left = await ReadAsync(session.Http.SubmitAsync("account", "sign-out"));

        Assert.Equal(HttpStatusCode.Found, left.Status);
        Assert.Null((await SessionAsync(session))["user"]);
    }

    /// <summary>A user with a second step.</summary>
    /// <returns>Their recovery codes.</returns>
    private async Task<string[]> SecondStepAsync(string name)
    {
        using var made = await service.Administrator.Http.PostAsJsonAsync("api/v1/users", new { name, password = SecuredService.Password, role = "viewer" });
        using var session = New();
        await ReadAsync(session.SignInAsync(name, SecuredService.Password));
        var key = Key().Match((await ReadAsync(session.Http.SubmitAsync("account", "account/second-step/key"))).Text).Groups[1].Value;
        var on = await ReadAsync(session.Http.SubmitAsync("account", "account/second-step", ("code", Totp.Code(key, DateTimeOffset.UtcNow))));
        return [.. RecoveryCode().Matches(on.Html).Select(match => match.Groups[1].Value).Distinct()];
    }

    private static async Task<HttpStatusCode> ByCodeAsync(BrowserSession session, string user, string code)
    {
        var password = await ReadAsync(session.SignInAsync(user, SecuredService.Password));
        return (await ReadAsync(session.Http.SubmitFormAsync(password.Html, "sign-in/code", ("code", code)))).Status;
    }

    private BrowserSession New() => new(service.Nobody.Http.BaseAddress!);

    private static async Task<(HttpStatusCode Status, string Text, string Html, string? Location)> ReadAsync(Task<HttpResponseMessage> answering)
    {
        using var answer = await answering;
        var html = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, WebUtility.HtmlDecode(html), html, answer.Headers.Location?.ToString());
    }

    private static async Task<JsonNode> SessionAsync(BrowserSession session) => (await session.Http.GetFromJsonAsync<JsonNode>("api/v1/session"))!;

    [GeneratedRegex("secret=([A-Z2-7]+)")]
    private static partial Regex Key();

    [GeneratedRegex("<code>([A-Z0-9]{5}-[A-Z0-9]{5})</code>")]
    private static partial Regex RecoveryCode();

}
