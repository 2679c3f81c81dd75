using Microsoft.Extensions.Configuration;
using RasterAnalysis.CloudStores;

namespace RasterAnalysis.BackgroundJobs;

/// <summary>Reads the cloud stores that the operator has named.</summary>
internal static class CloudStoreSettings
{
    private const int LongestName = 64;

    /// <summary>Reads them.</summary>
    /// <param name="section">Section <c>RasterAnalysis</c>.</param>
    /// <param name="settings">Takes the faults.</param>
    /// <param name="rasterStores">Names of the raster stores, which are others.</param>
    public static IReadOnlyDictionary<string, CloudStoreOptions> Read(IConfigurationSection section, SettingReader settings, IEnumerable<string> rasterStores)
    {
        var taken = rasterStores.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var stores = new Dictionary<string, CloudStoreOptions>(StringComparer.OrdinalIgnoreCase);
        foreach (var store in section.GetSection("CloudStores").GetChildren())
        {
            var name = $"RasterAnalysis__CloudStores__{store.Key}";
            if (store.Key.Length > LongestName || !store.Key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.') || store.Key.All(letter => letter == '.'))
            {
                settings.Add(name, $"is no name of a store; it must be of letters, digits, hyphens, underscores and dots, {LongestName} at most.");
            }
            else if (taken.Contains(store.Key))
            {
                settings.Add(name, $"has the name of a raster store, RasterAnalysis__RasterStores__{store.Key}; give one of them another.");
            }

            stores[store.Key] = Read(store, name, settings);
        }

        return stores;
    }

    private static CloudStoreOptions Read(IConfigurationSection store, string name, SettingReader settings)
    {
        string Text(string key) => store[key]?.Trim() ?? "";
        var key = $"CloudStores:{store.Key}";
        var options = new CloudStoreOptions
        {
            Type = settings.Choice($"{key}:Type", CloudStoreType.S3),
            Url = Text("Url") is { Length: > 0 } text ? UrlOf(text, name, settings) : null,
            Bucket = Text("Bucket"),
            Region = Text("Region") is { Length: > 0 } region ? region : "us-east-1",
            Credentials = settings.Choice($"{key}:Credentials", CloudStoreCredentials.Settings),
            AccessKey = Text("AccessKey"),
            SecretKey = Text("SecretKey"),
            SessionToken = Text("SessionToken"),
            RequesterPays = Payer(Text("RequestPayer"), name, settings),
            SasToken = Text("SasToken").TrimStart('?'),
            IsWritable = settings.Flag($"{key}:Writable", false),
        };
        if (Text("Type").Length == 0)
        {
            settings.Add($"{name}__Type", "is required: S3, AzureBlob or Http.");
        }

        Check(options, name, settings);
        return options;
    }

    private static void Check(CloudStoreOptions options, string name, SettingReader settings)
    {
        void Needs(bool isThere, string key, string what)
        {
            if (!isThere)
            {
                settings.Add($"{name}__{key}", $"is required for {options.Type}: {what}.");
            }
        }

        void Refuses(bool isThere, string key, string reason)
        {
            if (isThere)
            {
                settings.Add($"{name}__{key}", reason);
            }
        }

        var isS3 = options.Type == CloudStoreType.S3;
        Needs(options.Type == CloudStoreType.Http || options.Bucket.Length > 0, "Bucket", isS3 ? "the name of the bucket" : "the name of the container");
        Needs(isS3 || options.Url is not null, "Url", options.Type == CloudStoreType.Http ? "where the folder is" : "the address of the account, as https://account.blob.core.windows.net");
        Refuses(options.AccessKey.Length > 0 != options.SecretKey.Length > 0, options.SecretKey.Length > 0 ? "AccessKey" : "SecretKey", "is required too: a key has an id (of Azure: the account's name) and a secret.");
        Refuses(!isS3 && options.Credentials == CloudStoreCredentials.Machine, "Credentials", "may be Machine for S3 only; give keys or a SasToken.");
        Refuses(options.Credentials == CloudStoreCredentials.Machine && options.AccessKey.Length > 0, "AccessKey", "must be left out where Credentials is Machine: keys come from one place.");
        Refuses(!isS3 && options.RequesterPays, "RequestPayer", "is of S3 only.");
        Refuses(isS3 && options.RequesterPays && options.AccessKey.Length == 0 && options.Credentials == CloudStoreCredentials.Settings, "RequestPayer", "needs keys: somebody has to pay.");
        Refuses(options.Type != CloudStoreType.AzureBlob && options.SasToken.Length > 0, "SasToken", "is of AzureBlob only.");
        Refuses(options.SasToken.Length > 0 && options.SecretKey.Length > 0, "SasToken", "must be left out where there is a key: one of the two.");
        Refuses(options.IsWritable && options.Type == CloudStoreType.Http, "Writable", "must be false: a web server takes no results.");
    }

    private static Uri? UrlOf(string text, string name, SettingReader settings)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0)
        {
            return url;
        }

        settings.Add($"{name}__Url", "must be an http or https address without user, '?' and '#'.");
        return null;
    }

    private static bool Payer(string text, string name, SettingReader settings)
    {
        if (text.Length > 0 && !text.Equals("requester", StringComparison.OrdinalIgnoreCase))
        {
            settings.Add($"{name}__RequestPayer", $"is '{text}'; it must be requester, or left out.");
        }

        return text.Length > 0;
    }
}
