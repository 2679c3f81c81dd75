using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Hostile;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing.Hostile;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Requests;

/// <summary>300 rasters that are damaged, lying or outsized: the service says so, stays well, and keeps nothing of them.</summary>
public sealed class HostileRasterTests(OwnService own) : IClassFixture<OwnService>
{
    private const int Seed = 20261127;
    private const int Files = 300;
    private const int AtOnce = 4;
    private static readonly TimeSpan LongestPicture = TimeSpan.FromSeconds(30);
    private readonly ConcurrentQueue<string> _faults = new();
    private int _taken;
    private int _busy;

    private ServiceClient Client => own.Client;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hostile_rasters_are_refused_or_shown_within_bounds_and_leave_nothing()
    {
        var processId = own.Process.Id;
        await using (var health = new HealthWatch(Client.Http.BaseAddress!))
        {
            await Parallel.ForEachAsync(
                HostileRasters.Make(Seed, Files).Index(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancellation },
                async (file, _) => await TryAsync(file.Index, file.Item.Name, file.Item.Content));

            TestContext.Current.TestOutputHelper?.WriteLine($"{_taken} of {Files} were taken, {_busy} answers were 503.");
            Assert.True(_faults.IsEmpty, string.Join('\n', _faults.Take(40)));
            health.AssertQuick();
        }

        Assert.Equal(processId, own.Process.Id);
        Assert.InRange(_taken, 40, Files - 40);
        await AssertNothingIsLeftAsync();

        // and it works as before
        var item = await Client.AddAsync(TiffFile.Byte(40, 30, 1, (_, row, column) => (byte)(row + column)), "right.tif");
        Assert.Equal(200, (int)(await Client.Http.GetAsync($"{item["imageServer"]}/exportImage?f=image", Cancellation)).StatusCode);
    }

    private async Task TryAsync(int number, string name, byte[] content)
    {
        if (await UploadAsync(number, name, content) is not { } id)
        {
            return;
        }

        Interlocked.Increment(ref _taken);
        var item = await GetAsync($"api/v1/items/{id}", name);
        if (item?["imageServer"] is not { } address)
        {
            _faults.Enqueue($"{name}: its item names no image service: {item?.ToJsonString()}");
            await DeleteAsync(id, name);
            return;
        }

        var server = ((string)address!).Replace(Client.Http.BaseAddress!.AbsoluteUri, "", StringComparison.Ordinal).TrimStart('/');
        var description = await GetAsync($"{server}?f=json", name);
        await GetAsync($"{server}/exportImage?f=image&size=64,64&format=png32", name, isPicture: true);
        await GetAsync($"{server}/exportImage?f=image&size=300,200&format=tiff&interpolation=RSP_BilinearInterpolation", name, isPicture: true);
        await GetAsync($"{server}/exportImage?f=image&size=100,100&format=jpgpng&imageSR=3857", name, isPicture: true);
        await GetAsync($"{server}/tile/3/2/4", name, isPicture: true);
        if (description?["extent"] is { } extent)
        {
            await GetAsync($"{server}/identify?f=json&geometryType=esriGeometryPoint&geometry={{\"x\":{extent["xmin"]},\"y\":{extent["ymin"]}}}", name);
            await GetAsync($"{server}/computeStatisticsHistograms?f=json&geometryType=esriGeometryEnvelope&geometry={Uri.EscapeDataString(extent.ToJsonString())}", name);
        }

        await GetAsync($"{server}/statistics?f=json", name);
        await GetAsync($"{server}/histograms?f=json", name);
        await GetAsync("api/v1/items?take=5", name);
        await DeleteAsync(id, name);
    }

    private async Task DeleteAsync(string id, string name)
    {
        using var deleted = await Client.Http.DeleteAsync($"api/v1/items/{id}", Cancellation);
        if ((int)deleted.StatusCode != 204)
        {
            _faults.Enqueue($"{name}: deleting it gave {(int)deleted.StatusCode}");
        }
    }

    /// <summary>By the one face and by the other in turn.</summary>
    /// <returns>The item's id; null when it was refused.</returns>
    private async Task<string?> UploadAsync(int number, string name, byte[] content)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(content), "file", name } };
        var isNative = number % 2 == 0;
        if (!isNative)
        {
            form.Add(new StringContent("json"), "f");
            form.Add(new StringContent("Image"), "type");
        }

        using var response = await Client.Http.PostAsync(isNative ? "api/v1/items" : "arcgis/sharing/rest/content/users/admin/addItem", form, Cancellation);
        var body = await response.Content.ReadFromJsonAsync<JsonNode>(Cancellation);
        Judge(name, "upload", (int)response.StatusCode, body, response.Headers.RetryAfter is not null);
        return (string?)body!["id"];
    }

    private async Task<JsonNode?> GetAsync(string path, string name, bool isPicture = false)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            using var response = await Client.Http.GetAsync(path, Cancellation);
            var isJson = response.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json";
            var body = isJson ? await response.Content.ReadFromJsonAsync<JsonNode>(Cancellation) : null;
            if (isPicture && watch.Elapsed > LongestPicture)
            {
                _faults.Enqueue($"{name}: {path} took {watch.Elapsed}");
            }

            Judge(name, path, (int)response.StatusCode, body, response.Headers.RetryAfter is not null);
            return body;
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            _faults.Enqueue($"{name}: {path}: {exception.Message}");
            return null;
        }
    }

    /// <summary>No fault of ours, and "later" from admission or for an ended instance alone.</summary>
    private void Judge(string name, string what, int status, JsonNode? body, bool saysWhen)
    {
        var code = body is JsonObject && body["error"] is { } error ? (int)error["code"]! : status;
        if (code == 503)
        {
            Interlocked.Increment(ref _busy);
            var text = body!.ToJsonString();
            if (!saysWhen || !(text.Contains("busy", StringComparison.Ordinal) || text.Contains("was ended", StringComparison.Ordinal) || text.Contains("processing instance", StringComparison.OrdinalIgnoreCase)))
            {
                _faults.Enqueue($"{name}: {what}: {text}");
            }
        }
        else if (code >= 500)
        {
            _faults.Enqueue($"{name}: {what}: {body?.ToJsonString() ?? $"{status}"}");
        }
    }

    private async Task AssertNothingIsLeftAsync()
    {
        Assert.Empty((await Client.GetAsync("api/v1/items")).AsArray());

        // overviews that were being made meanwhile are given up when they find the raster gone
        await Until.TrueAsync(() => Task.FromResult(LeftOvers().Length == 0), "the folders to be empty");
        Assert.Empty(LeftOvers());
    }

    private string[] LeftOvers() => [.. new[] { "items", "uploads", "overviews", "jobs" }.Select(name => Path.Combine(own.Process.DataRoot, name)).Where(Directory.Exists)
        .SelectMany(Directory.GetFileSystemEntries)];
}
