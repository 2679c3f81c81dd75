using System.Net;
using System.Text.RegularExpressions;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>What a browser does with pages: keeps cookies, sends forms with what is hidden in them; follows nothing, so that a test sees where it is led.</summary>
public sealed partial class BrowserSession(Uri address) : IDisposable
{
    public HttpClient Http { get; } = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };

    public void Dispose() => Http.Dispose();

    public Task<HttpResponseMessage> SignInAsync(string user, string password, string? returnUrl = null) => SubmitAsync(
        $"sign-in{(returnUrl is null ? "" : $"?returnUrl={Uri.EscapeDataString(returnUrl)}")}", ("username", user), ("password", password));

    /// <summary>Opens a page and sends its form.</summary>
    public Task<HttpResponseMessage> SubmitAsync(string page, params (string Name, string Value)[] typed) => Http.SubmitAsync(page, action: null, typed);

    /// <summary>Where a page leads on to by itself; null for nowhere.</summary>
    public static async Task<Uri?> OnwardAsync(HttpResponseMessage page) =>
        Onward().Match(await page.Content.ReadAsStringAsync()) is { Success: true } match ? new Uri(WebUtility.HtmlDecode(match.Groups[1].Value), UriKind.RelativeOrAbsolute) : null;

    [GeneratedRegex("""<meta http-equiv="refresh" content="0; url=([^"]*)">""")]
    private static partial Regex Onward();
}
