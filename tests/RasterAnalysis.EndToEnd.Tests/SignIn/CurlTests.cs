using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>curl with a key, as scripts use it.</summary>
public sealed class CurlTests(SecuredService service) : IClassFixture<SecuredService>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-curl-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_key_uploads_and_lists_and_does_no_more_than_it_is_for()
    {
        using var made = await service.Ann.Http.PostAsJsonAsync("api/v1/keys", new { name = "curl", scopes = new[] { "submit" } });
        var key = (string)(await made.Content.ReadFromJsonAsync<JsonNode>())!["key"]!;
        var file = Path.Combine(_folder, "scene.tif");
        await File.WriteAllBytesAsync(file, TiffFile.Byte(8, 6, 1, (_, row, column) => (byte)(row + column)));

        var (uploaded, item) = await CurlAsync("-H", $"X-Api-Key: {key}", "-F", $"file=@{file}", $"{Address}items");
        var (listed, items) = await CurlAsync("-H", $"Authorization: Bearer {key}", $"{Address}items");
        var (refused, _) = await CurlAsync("-H", $"X-Api-Key: {key}", "-X", "DELETE", $"{Address}users/bob");
        var (wrong, _) = await CurlAsync("-H", $"X-Api-Key: {key}x", $"{Address}items");
        var (nobody, _) = await CurlAsync("-F", $"file=@{file}", $"{Address}items");

        Assert.Equal((201, 200, 403, 401, 401), (uploaded, listed, refused, wrong, nobody));
        Assert.Equal("ann", (string)JsonNode.Parse(item)!["owner"]!);
        Assert.Contains((string)JsonNode.Parse(item)!["id"]!, items, StringComparison.Ordinal);
    }

    private string Address => $"{service.Nobody.Http.BaseAddress}api/v1/";

    private static async Task<(int Status, string Body)> CurlAsync(params string[] arguments)
    {
        using var curl = Process.Start(new ProcessStartInfo("curl", ["-sS", "--noproxy", "*", "-w", "\n%{http_code}", .. arguments]) { RedirectStandardOutput = true })!;
        var output = await curl.StandardOutput.ReadToEndAsync();
        await curl.WaitForExitAsync();
        var end = output.LastIndexOf('\n');
        return (int.Parse(output[(end + 1)..], System.Globalization.CultureInfo.InvariantCulture), output[..end]);
    }
}
