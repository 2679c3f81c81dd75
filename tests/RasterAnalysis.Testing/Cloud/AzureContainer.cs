using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RasterAnalysis.Testing.Cloud;

/// <summary>A container on <see cref="StoreServer.StartAzureAsync"/>, as its owner sees it: requests with the account's key, written from the specification.</summary>
/// <param name="Server">The account's address.</param>
/// <param name="Name">The container.</param>
public sealed record AzureContainer(Uri Server, string Name)
{
    /// <summary>Name of the account.</summary>
    public const string Account = "devstoreaccount1";

    /// <summary>The account's key, which everybody knows: it is that of the program for tests alone.</summary>
    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const string Version = "2021-12-02";
    private static readonly HttpClient Http = new();

    /// <summary>Makes the container.</summary>
    public Task CreateAsync() => SendAsync(HttpMethod.Put, "", [("restype", "container")], []);

    /// <summary>Writes a blob.</summary>
    public Task PutAsync(string key, byte[] content) => SendAsync(HttpMethod.Put, $"/{key}", [], content, ("x-ms-blob-type", "BlockBlob"));

    /// <summary>Reads a blob.</summary>
    public Task<byte[]> GetAsync(string key) => SendAsync(HttpMethod.Get, $"/{key}", [], null);

    /// <summary>A shared access signature that lets its bearer read and list the container for an hour, without a question mark; its signature comes last.</summary>
    public string Sas()
    {
        var (permissions, end) = ("rl", DateTime.UtcNow.AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

        // permissions, start, end, resource, identifier, address, protocol, version, kind, snapshot, scope, five headers of answers
        var toSign = string.Join('\n', [permissions, "", end, $"/blob/{Account}/{Name}", "", "", "", Version, "c", "", "", "", "", "", "", ""]);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Key), Encoding.UTF8.GetBytes(toSign)));
        return $"sv={Version}&sr=c&sp={permissions}&se={Uri.EscapeDataString(end)}&sig={Uri.EscapeDataString(signature)}";
    }

    private async Task<byte[]> SendAsync(HttpMethod method, string path, (string Name, string Value)[] query, byte[]? body, params (string Name, string Value)[] headers)
    {
        (string Name, string Value)[] own = [.. headers, ("x-ms-date", DateTime.UtcNow.ToString("R", CultureInfo.InvariantCulture)), ("x-ms-version", Version)];
        var address = new Uri($"{Server.AbsoluteUri.TrimEnd('/')}/{Name}{path}{(query.Length > 0 ? "?" + string.Join('&', query.Select(pair => $"{pair.Name}={pair.Value}")) : "")}");
        using var request = new HttpRequestMessage(method, address);
        var length = body is { Length: > 0 } ? $"{body.Length}" : "";
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
        }

        foreach (var (name, value) in own)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var canonicalHeaders = string.Concat(own.OrderBy(header => header.Name, StringComparer.Ordinal).Select(header => $"{header.Name}:{header.Value}\n"));
        var resource = $"/{Account}{address.AbsolutePath}{string.Concat(query.Select(pair => $"\n{pair.Name}:{pair.Value}"))}";
        var toSign = $"{method}\n\n\n{length}\n\n\n\n\n\n\n\n\n{canonicalHeaders}{resource}";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Key), Encoding.UTF8.GetBytes(toSign)));
        request.Headers.TryAddWithoutValidation("Authorization", $"SharedKey {Account}:{signature}");
        using var response = await Http.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        return response.IsSuccessStatusCode ? answer : throw new InvalidOperationException($"{response.StatusCode}: {Encoding.UTF8.GetString(answer)}");
    }
}
