using System.Net;
using System.Text.RegularExpressions;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>A browser's session on the page: cookies, and forms that are sent as they were given.</summary>
internal sealed partial class PageSession(Uri address) : IDisposable
{
    /// <summary>Sends anything with the session's cookies; follows nothing.</summary>
    public HttpClient Http { get; } = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = address };

    public void Dispose() => Http.Dispose();

    /// <summary>Fills a form of a page in and sends it.</summary>
    public async Task<(HttpStatusCode Status, string Text, string? Location)> SendAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var shown = await Http.GetStringAsync(page);
        return await PostAsync(action, [("__RequestVerificationToken", WebUtility.HtmlDecode(Proof().Match(shown).Groups[1].Value)), .. fields]);
    }

    /// <summary>Sends a form as it is.</summary>
    public async Task<(HttpStatusCode Status, string Text, string? Location)> PostAsync(string action, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await Http.PostAsync(action, form);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), answer.Headers.Location?.ToString());
    }

    /// <summary>Signs in with a password.</summary>
    public Task<(HttpStatusCode Status, string Text, string? Location)> SignInAsync(string user, string password, string returnUrl = "/") =>
        SendAsync("sign-in", "sign-in", ("username", user), ("password", password), ("returnUrl", returnUrl));

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Proof();
}
