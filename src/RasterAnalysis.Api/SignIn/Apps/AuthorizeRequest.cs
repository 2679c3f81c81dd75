using System.Globalization;
using Microsoft.Extensions.Primitives;
using RasterAnalysis.ArcGis;
using RasterAnalysis.BackgroundJobs.Accounts;

namespace RasterAnalysis.Api.SignIn.Apps;

/// <summary>That an app asks a user to let it in (RFC 6749, 4.1.1; RFC 7636, 4.3).</summary>
/// <param name="App">The app.</param>
/// <param name="RedirectUri">One of its addresses.</param>
/// <param name="State">What it wants to have back as it is; null for nothing.</param>
/// <param name="Challenge">Of what it will have to show the origin; empty for nothing.</param>
/// <param name="RefreshLifetime">How long it wants to come back without asking.</param>
/// <param name="Fault">Why it gets no code: a word and a sentence for the app; null where it may get one.</param>
internal sealed record AuthorizeRequest(AppRegistration App, string RedirectUri, string? State, string Challenge, TimeSpan RefreshLifetime, (string Error, string Description)? Fault)
{
    /// <summary>What it consists of. What else clients send (<c>locale</c>, <c>style</c>) is for pages that are made otherwise.</summary>
    public static readonly string[] Parameters = ["client_id", "redirect_uri", "response_type", "state", "code_challenge", "code_challenge_method", "expiration"];

    private const int LongestState = 4000;

    /// <summary>Reads it.</summary>
    /// <param name="value">What a parameter has.</param>
    /// <param name="settings">The apps that there are.</param>
    /// <exception cref="OAuthException">The app or its address is not registered: the user is to be told, and led nowhere.</exception>
    public static AuthorizeRequest Read(Func<string, StringValues> value, SignInSettings settings)
    {
        if (Parameters.FirstOrDefault(name => value(name).Count > 1) is { } twice)
        {
            throw new OAuthException("invalid_request", $"{twice} is there more than once.");
        }

        if (!settings.Apps.TryGetValue(value("client_id").ToString(), out var app))
        {
            throw new OAuthException("invalid_request", "client_id is no app that is registered here.");
        }

        var address = value("redirect_uri").ToString();
        if (!app.RedirectUris.Contains(address, StringComparer.Ordinal))
        {
            throw new OAuthException("invalid_request", $"redirect_uri is none of the addresses that are registered for {app.Title}.");
        }

        var (state, challenge) = (value("state").Count == 1 ? value("state").ToString() : null, value("code_challenge").ToString());
        return state?.Length > LongestState ? throw new OAuthException("invalid_request", $"state has more than {LongestState} characters.")
            : new AuthorizeRequest(app, address, state, challenge, Lifetime(value("expiration").ToString()), FaultOf(app, value("response_type").ToString(), challenge, value("code_challenge_method").ToString()));
    }

    /// <summary>Where the user goes on to, with an answer.</summary>
    public string AddressWith(params ReadOnlySpan<(string Name, string Value)> answer)
    {
        var address = RedirectUri;
        foreach (var (name, text) in (ReadOnlySpan<(string, string?)>)[.. answer, ("state", State)])
        {
            address += text is null ? "" : $"{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(text)}";
        }

        return address;
    }

    private static (string, string)? FaultOf(AppRegistration app, string type, string challenge, string method) =>
        type != "code" ? ("unsupported_response_type", "response_type must be code.")
        : challenge.Length == 0 && app.NeedsPkce ? ("invalid_request", "code_challenge is required, with code_challenge_method=S256.")
        : challenge.Length > 0 && method != "S256" ? ("invalid_request", "code_challenge_method must be S256; pages can make it where they come by HTTPS or from this machine.")
        : challenge.Length > 0 && !CodeBinding.IsChallenge(challenge) ? ("invalid_request", "code_challenge must be a SHA-256 in base64url, 43 characters.")
        : null;

    /// <summary>Minutes, as ArcGIS has it; what is no number of them, or too many, is the most that there is.</summary>
    private static TimeSpan Lifetime(string minutes) =>
        int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole > 0 && whole < AppSignIn.RefreshLifetime.TotalMinutes
            ? TimeSpan.FromMinutes(whole) : AppSignIn.RefreshLifetime;
}
