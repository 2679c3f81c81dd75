using System.Net;
using System.Text.RegularExpressions;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>What a browser does with pages: keeps cookies, sends forms with what is hidden in them; follows nothing, so that a test sees where it is led.</summary>
public sealed partial class BrowserSession(Uri address) : IDisposable
{
    public HttpClient Http { get; } = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };

    public void Dispose() => Http.Dispose();

    public Task<HttpResponseMessage> SignInAsync(string user, string password, string? returnUrl = null) => SubmitAsync(
        $"sign-in{(returnUrl is null ? "" : $"?returnUrl={Uri.EscapeDataString(returnUrl)}")}", ("username", user), ("password", password));

    /// <summary>Opens a page and sends its form.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, params (string Name, string Value)[] typed)
    {
        var html = await Http.GetStringAsync(page);
        var fields = HiddenField().Matches(html).Select(match => KeyValuePair.Create(match.Groups["name"].Value, WebUtility.HtmlDecode(match.Groups["value"].Value)));
        using var form = new FormUrlEncodedContent(fields.Concat(typed.Select(field => KeyValuePair.Create(field.Name, field.Value))));
        return await Http.PostAsync(WebUtility.HtmlDecode(FormAction().Match(html).Groups[1].Value), form);
    }

    /// <summary>Where a page leads on to by itself; null for nowhere.</summary>
    public static async Task<Uri?> OnwardAsync(HttpResponseMessage page) =>
        Onward().Match(await page.Content.ReadAsStringAsync()) is { Success: true } match ? new Uri(WebUtility.HtmlDecode(match.Groups[1].Value), UriKind.RelativeOrAbsolute) : null;

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)">""")]
    private static partial Regex HiddenField();

    [GeneratedRegex("""<form method="post" action="([^"]*)">""")]
    private static partial Regex FormAction();

    [GeneratedRegex("""<meta http-equiv="refresh" content="0; url=([^"]*)">""")]
    private static partial Regex Onward();
}
