using System.Net;
using System.Text.RegularExpressions;

namespace RasterAnalysis.Api.Tests.SignIn;

/// <summary>Signs in on the page, as a browser does.</summary>
internal static partial class BrowserSession
{
    /// <summary>Fills the form in; the client keeps its cookies.</summary>
    public static async Task<HttpClient> SignInAsync(HttpClient client, string user, string password)
    {
        var page = await client.GetStringAsync("sign-in");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = Proof().Match(page).Groups[1].Value, ["username"] = user, ["password"] = password, ["returnUrl"] = "/",
        });
        using var answer = await client.PostAsync("sign-in", form);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return client;
    }

    /// <summary>What a form of a page proves itself with.</summary>
    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    public static partial Regex Proof();
}
