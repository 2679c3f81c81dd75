using Microsoft.Extensions.Configuration;

namespace RasterAnalysis.BackgroundJobs.Auditing;

/// <summary>Reads the settings that bear on security: who gets in, whom the service believes, what it reaches, what one may take of it, and how long is kept what was done.</summary>
internal static class WatchedSettings
{
    private const string Root = "RasterAnalysis";
    private const string IsSet = "set";

    private static readonly string[] Sections =
    [
        "SignIn", "ArcGis:Owner", "AllowedHosts", "AllowedHostNames", "Proxies", "Cors", "RasterStores", "CloudStores", "Limits", "RateLimits", "Jobs:MaxUnfinishedPerUser", "Uploads", "Audit",
        "PythonFunctions:Mode", "PythonFunctions:Interpreter", "PythonFunctions:ModulePaths",
    ];

    private static readonly string[] Secrets = ["PASSWORD", "SECRET", "TOKEN", "KEY"];

    /// <summary>The settings that are given, by the names that an operator writes.</summary>
    public static IReadOnlyDictionary<string, string> Of(IConfiguration configuration)
    {
        var root = configuration.GetSection(Root);
        var found = Sections.SelectMany(section => root.GetSection(section).AsEnumerable()).Where(pair => pair.Value is { Length: > 0 })
            .ToDictionary(pair => pair.Key.Replace(":", "__", StringComparison.Ordinal), pair => ValueOf(pair.Key, pair.Value!), StringComparer.OrdinalIgnoreCase);
        if (configuration.GetConnectionString(Root) is { Length: > 0 })
        {
            found[$"ConnectionStrings__{Root}"] = IsSet;
        }

        if (configuration["urls"] is { Length: > 0 } urls)
        {
            found["urls"] = urls;
        }

        return found;
    }

    private static string ValueOf(string name, string value) =>
        Secrets.Any(word => name[(name.LastIndexOf(':') + 1)..].Contains(word, StringComparison.OrdinalIgnoreCase)) ? IsSet
        : Uri.TryCreate(value, UriKind.Absolute, out var address) && address.UserInfo.Length > 0 ? value.Replace($"{address.UserInfo}@", "", StringComparison.Ordinal) : value;
}
