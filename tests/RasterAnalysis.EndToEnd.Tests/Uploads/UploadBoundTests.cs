using System.Net;
using RasterAnalysis.EndToEnd.Tests.Faults;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Uploads;

/// <summary>What uploads may take of the machine, and who may send them.</summary>
[Collection("Faults")]
public sealed class UploadBoundTests : IAsyncDisposable
{
    private readonly ServiceProcess _service = new();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task No_more_are_unfinished_than_the_settings_allow()
    {
        _service.Settings["RasterAnalysis__Uploads__MaxUnfinished"] = "2";
        _service.Settings["RasterAnalysis__Limits__MaxFileBytes"] = "1000";
        await _service.StartAsync();
        var tus = new TusClient(_service);
        var first = await tus.CreateAsync(1000, "one.tif");
        await tus.CreateAsync(10, "two.tif");
        (string, string)[] asked = [("Upload-Length", "10"), ("Upload-Metadata", TusClient.Metadata(("filename", "three.tif")))];

        using var large = await tus.SendAsync(HttpMethod.Post, "api/v1/uploads", [asked[1], ("Upload-Length", "1001")]);
        using var third = await tus.SendAsync(HttpMethod.Post, "api/v1/uploads", asked);
        using var deleted = await tus.SendAsync(HttpMethod.Delete, first);
        using var again = await tus.SendAsync(HttpMethod.Post, "api/v1/uploads", asked);

        Assert.Equal(413, (int)large.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, third.StatusCode);
        Assert.NotNull(third.Headers.RetryAfter);
        Assert.Contains("RasterAnalysis__Uploads__MaxUnfinished", (await TusClient.FaultAsync(third)).Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
    }

    [Fact]
    public async Task A_full_disk_pauses_an_upload_and_loses_nothing_of_it()
    {
        using var disk = new SmallDisk(64, "uploads to a full disk");
        _service.Settings["RasterAnalysis__DataRoot"] = Path.Combine(disk.Folder, "data");
        await _service.StartAsync();
        var tus = new TusClient(_service);
        var content = new byte[8 << 20];
        new Random(7).NextBytes(content);
        using var tooLarge = await tus.SendAsync(HttpMethod.Post, "api/v1/uploads", ("Upload-Length", $"{64 << 20}"), ("Upload-Metadata", TusClient.Metadata(("filename", "scene.tif"))));
        var upload = await tus.CreateAsync(content.Length, "scene.tif");
        await tus.SendAsync(upload, 0, content[..(1 << 20)]);

        disk.Fill();
        using var full = await tus.PatchAsync(upload, $"{1 << 20}", new ByteArrayContent(content[(1 << 20)..]));
        disk.Empty();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable), (tooLarge.StatusCode, full.StatusCode));
        var offset = (int)await tus.OffsetAsync(upload);
        Assert.InRange(offset, 1 << 20, content.Length - 1);
        await tus.SendAsync(upload, offset, content[offset..]);
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(disk.Folder, "data", "resumable-uploads", upload.Split('/')[^1], "data"), TestContext.Current.CancellationToken));
        await _service.KillAsync();
    }

    [Fact]
    public async Task Pages_of_listed_origins_can_upload()
    {
        const string Origin = "https://maps.example.org";
        _service.Settings["RasterAnalysis__Cors__Origins__0"] = Origin;
        await _service.StartAsync();
        var tus = new TusClient(_service);
        var upload = await tus.CreateAsync(10, "scene.tif");

        using var preflight = await tus.SendAsync(HttpMethod.Options, upload, ("Origin", Origin), ("Access-Control-Request-Method", "PATCH"), ("Access-Control-Request-Headers", "tus-resumable,upload-offset,content-type"));
        using var head = await tus.SendAsync(HttpMethod.Head, upload, ("Origin", Origin));

        Assert.Equal((HttpStatusCode.NoContent, Origin), (preflight.StatusCode, preflight.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        Assert.Contains("PATCH", preflight.Headers.GetValues("Access-Control-Allow-Methods").Single(), StringComparison.Ordinal);
        Assert.Contains("upload-offset", preflight.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.OrdinalIgnoreCase);
        string[] exposed = head.Headers.GetValues("Access-Control-Expose-Headers").Single().Split(',', StringSplitOptions.TrimEntries);
        Assert.Superset(new HashSet<string> { "Location", "Upload-Offset", "Upload-Length", "Upload-Expires", "Tus-Resumable", "Tus-Version" }, exposed.ToHashSet());
    }
}
