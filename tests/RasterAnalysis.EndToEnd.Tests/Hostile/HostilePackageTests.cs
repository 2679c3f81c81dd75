using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Hostile;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Hostile;

/// <summary>
/// 300 packages that want to break the service, uploaded by both APIs, several at once: each is taken or refused with its reason, nothing is left of those that are refused, and
/// the web process goes on answering.
/// </summary>
public sealed class HostilePackageTests : IAsyncLifetime
{
    private const int Seed = 15;
    private const int Count = 300;
    private const int AtOnce = 4;
    private static readonly string[] Internals = ["::", ".cc:", "onnxruntime_src", "System.", "Exception", " at RasterAnalysis."];

    private readonly ServiceProcess _process = new();

    public async ValueTask InitializeAsync()
    {
        _process.Settings["RasterAnalysis__Worker__MemoryLimit"] = $"{1L << 31}";
        await _process.StartAsync();
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [Fact]
    public async Task Three_hundred_hostile_packages_are_taken_or_refused_and_nothing_is_left()
    {
        var id = _process.Id;
        var faults = new ConcurrentBag<string>();
        var taken = new ConcurrentBag<string>();
        await using (var health = new HealthWatch(_process.Client.Http.BaseAddress!))
        {
            await Parallel.ForEachAsync(
                HostilePackages.Make(Seed, Count).Index(),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
                async (entry, _) =>
                {
                    var (code, body) = await UntilAdmittedAsync(() => entry.Index % 2 == 0 ? AddNativelyAsync(entry.Item) : AddByArcGisAsync(entry.Item));
                    if (code == 200)
                    {
                        taken.Add((string)body["id"]!);
                    }
                    else if (code != 400 || Internals.Append(_process.DataRoot).Any(word => body.ToJsonString().Contains(word, StringComparison.Ordinal)))
                    {
                        faults.Add($"{entry.Item}: {code} {body.ToJsonString()}");
                    }
                });

            TestContext.Current.TestOutputHelper!.WriteLine($"{taken.Count} of {Count} were taken.");
            Assert.True(faults.IsEmpty, string.Join('\n', faults.Order(StringComparer.Ordinal)));
            health.AssertQuick();
        }

        Assert.Equal(id, _process.Id);
        Assert.Equal(taken.Order(StringComparer.Ordinal), Items());
        foreach (var item in taken)
        {
            using var deleted = await _process.Client.Http.DeleteAsync($"api/v1/items/{item}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }

        Assert.Empty(Items());
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_process.DataRoot, "uploads"), "*", SearchOption.AllDirectories));

        // a fault of ours with a network is answered as one of the package, but is one
        string[] ours = [.. _process.Log.Split('\n').Where(line => line.Contains(" ERR]", StringComparison.Ordinal) || line.Contains(" at RasterAnalysis.", StringComparison.Ordinal))];
        Assert.True(ours.Length == 0, string.Join('\n', ours));
    }

    /// <summary>Every place where networks are tried may be taken: then the answer is 503, and a client tries again.</summary>
    private static async Task<(int Code, JsonNode Body)> UntilAdmittedAsync(Func<Task<(int Code, JsonNode Body)>> add)
    {
        (int Code, JsonNode Body) answer = default;
        await Until.TrueAsync(async () => (answer = await add()).Code != 503, "a place for a package");
        return answer;
    }

    private async Task<(int Code, JsonNode Body)> AddNativelyAsync(HostilePackage package)
    {
        using var form = Form(package);
        using var response = await _process.Client.Http.PostAsync("api/v1/items", form);
        return (response.StatusCode == HttpStatusCode.Created ? 200 : (int)response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    private async Task<(int Code, JsonNode Body)> AddByArcGisAsync(HostilePackage package)
    {
        using var form = Form(package);
        form.Add(new StringContent("json"), "f");
        using var response = await _process.Client.Http.PostAsync("arcgis/sharing/rest/content/users/admin/addItem", form);
        var body = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        return (body["error"] is { } error ? (int)error["code"]! : 200, body);
    }

    private static MultipartFormDataContent Form(HostilePackage package)
    {
        var file = new ByteArrayContent(package.Content);

        // .NET would refuse some of the names itself
        file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename*=utf-8''{Uri.EscapeDataString(package.FileName)}; filename=\"x\"");
        return new MultipartFormDataContent { file };
    }

    private string[] Items() =>
        [.. Directory.EnumerateFileSystemEntries(Path.Combine(_process.DataRoot, "items")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
}
