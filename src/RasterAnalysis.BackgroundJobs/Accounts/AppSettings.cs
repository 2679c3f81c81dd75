using Microsoft.Extensions.Configuration;

namespace RasterAnalysis.BackgroundJobs.Accounts;

/// <summary>Reads the apps that the operator registered.</summary>
internal static class AppSettings
{
    private const string Wanted = "must be https, http on this machine (127.0.0.1, [::1], localhost), a scheme of the app's own with a dot in it (org.example.app:/signed-in), or urn:ietf:wg:oauth:2.0:oob; full, without # and user, in ASCII.";
    private const int Longest = 100;
    private const int LongestAddress = 2000;

    /// <summary>Reads them.</summary>
    /// <param name="section">Section <c>RasterAnalysis</c>.</param>
    /// <param name="settings">Takes the faults.</param>
    /// <param name="isOn">Whether there is sign-in at all.</param>
    public static IReadOnlyDictionary<string, AppRegistration> Read(IConfigurationSection section, SettingReader settings, bool isOn)
    {
        var apps = section.GetSection("SignIn:Apps").GetChildren().Select(app => Read(app, settings)).ToDictionary(app => app.ClientId, StringComparer.Ordinal);
        if (apps.Count > 0 && !isOn)
        {
            settings.Add("RasterAnalysis__SignIn__Apps", "needs a sign-in: set RasterAnalysis__SignIn__Mode to BuiltIn or OpenIdConnect.");
        }

        return apps;
    }

    private static AppRegistration Read(IConfigurationSection app, SettingReader settings)
    {
        var (id, key, name) = (app.Key, $"SignIn:Apps:{app.Key}", $"RasterAnalysis__SignIn__Apps__{app.Key}");
        if (id.Length > Longest || !id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
        {
            settings.Add(name, $"is no client id; it must be of letters, digits, hyphens, underscores and dots, {Longest} at most.");
        }

        var title = app["Title"]?.Trim() ?? "";
        if (title.Length is 0 or > Longest)
        {
            settings.Add($"{name}__Title", $"is required: what users are told that the app is, in at most {Longest} characters.");
        }

        var addresses = app.GetSection("RedirectUris").GetChildren().Select(entry => (entry.Key, Text: entry.Value?.Trim() ?? "")).ToArray();
        if (addresses.Length == 0)
        {
            settings.Add($"{name}__RedirectUris__0", $"is required: where users come back to. It {Wanted}");
        }

        foreach (var (number, text) in addresses.Where(address => !IsRedirect(address.Text)))
        {
            settings.Add($"{name}__RedirectUris__{number}", $"is '{text}'; it {Wanted}");
        }

        return new AppRegistration
        {
            ClientId = id,
            Title = title,
            RedirectUris = [.. addresses.Select(address => address.Text)],
            IsTrusted = settings.Flag($"{key}:Trusted", false),
            MayAdminister = settings.Flag($"{key}:Administer", false),
            NeedsPkce = settings.Choice($"{key}:Pkce", PkceMode.Required) == PkceMode.Required,
        };
    }

    /// <summary>Whether codes may be sent there: nobody between must read them, and no other page or program get them by their scheme (RFC 8252, 7.1).</summary>
    private static bool IsRedirect(string text) =>
        text == AppRegistration.OutOfBand
        || (text.Length <= LongestAddress && text.All(letter => letter is > ' ' and < '\u007f' and not ('"' or '<' or '>' or '\\')) && !text.Contains('#', StringComparison.Ordinal)
            && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.UserInfo.Length == 0
            && (address.Scheme == Uri.UriSchemeHttps ? address.Host.Length > 0 : address.Scheme == Uri.UriSchemeHttp ? address.IsLoopback : address.Scheme.Contains('.', StringComparison.Ordinal)));
}
