namespace RasterAnalysis.Testing.Cloud;

/// <summary>A bucket on <see cref="StoreServer.StartS3Async"/>, as its owner sees it.</summary>
/// <param name="Server">The server's root.</param>
/// <param name="Name">The bucket.</param>
public sealed record S3Bucket(Uri Server, string Name)
{
    /// <summary>Id of the key and the key.</summary>
    public const string Key = "S3RVER";

    private static readonly HttpClient Http = new();
    private readonly PresignedRequest _signing = new(Key, Key, "us-east-1");

    /// <summary>Writes an object.</summary>
    public async Task PutAsync(string key, byte[] content)
    {
        using var body = new ByteArrayContent(content);
        using var response = await Http.PutAsync(_signing.Sign("PUT", AddressOf(key)), body);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Reads an object; null where there is none.</summary>
    public async Task<byte[]?> FindAsync(string key)
    {
        using var response = await Http.GetAsync(_signing.Sign("GET", AddressOf(key)));
        return response.IsSuccessStatusCode ? await response.Content.ReadAsByteArrayAsync() : null;
    }

    private Uri AddressOf(string key) => new($"{Server.AbsoluteUri.TrimEnd('/')}/{Name}/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}");
}
