using System.Net;
using System.Security.Cryptography;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Hostile;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Uploads;

/// <summary>Uploads in parts that are cut off: by their connection, by a kill of the service, by others. Nothing of what came is sent twice, and the item has the file's bytes.</summary>
public sealed class ResumedUploadTests : IAsyncLifetime
{
    private readonly ServiceProcess _service = new();
    private readonly TusClient _tus;

    public ResumedUploadTests() => _tus = new TusClient(_service);

    public async ValueTask InitializeAsync() => await _service.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Three_hundred_megabytes_go_on_where_the_connection_and_the_service_were_cut_off()
    {
        var file = TiffFile.Byte(17_400, 17_400, 1, (_, row, column) => (byte)((row * 7) ^ (column * 13) ^ (row * column)));
        Assert.True(file.Length > 300_000_000);
        var (half, late) = (file.Length / 2, file.Length / 4 * 3);
        var upload = await _tus.CreateAsync(file.Length, "scene.tif", ("title", "A large scene"), ("folder", "Large"));

        // the connection is dropped at half of the file, in the middle of a part
        var cut = new PausingContent(file, half);
        var sending = _tus.PatchAsync(upload, "0", cut);
        await cut.Paused;
        await Until.TrueAsync(() => Task.FromResult(DataOf(upload).Length == half), "the first half to be written");
        cut.Break();
        await Assert.ThrowsAnyAsync<Exception>(() => sending);
        Assert.Equal(half, await _tus.OffsetAsync(upload));

        // the service is killed in the middle of the next one
        var killed = new PausingContent(file.AsMemory(half), late - half);
        sending = _tus.PatchAsync(upload, $"{half}", killed);
        await killed.Paused;
        await Until.TrueAsync(() => Task.FromResult(DataOf(upload).Length == late), "the next quarter to be written");
        await _service.KillAsync();
        killed.Break();
        await Assert.ThrowsAnyAsync<Exception>(() => sending);
        await _service.StartAsync();
        Assert.Equal(late, await _tus.OffsetAsync(upload));
        Assert.Equal(HttpStatusCode.Conflict, (await _tus.FinishAsync(upload)).Status);
        Assert.Empty((await _service.Client.GetAsync("api/v1/items")).AsArray());

        await _tus.SendAsync(upload, late, file[late..]);
        var (status, item) = await _tus.FinishAsync(upload);

        Assert.Equal((HttpStatusCode.Created, "A large scene", "Large", (long)file.Length), (status, (string)item["title"]!, (string)item["folder"]!, (long)item["size"]!));
        Assert.Equal(upload.Split('/')[^1], (string)item["id"]!);
        await using var stored = await _service.Client.Http.GetStreamAsync($"api/v1/items/{(string)item["id"]!}/data", TestContext.Current.CancellationToken);
        Assert.Equal(SHA256.HashData(file), await SHA256.HashDataAsync(stored, TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetDirectories(Path.Combine(_service.DataRoot, "resumable-uploads")));
    }

    [Fact]
    public async Task Who_asks_where_an_upload_stands_takes_it_over_from_a_connection_that_is_silent()
    {
        var file = TiffFile.Byte(300, 200, 1, (_, row, column) => (byte)(row + column));
        var upload = await _tus.CreateAsync(file.Length, "scene.tif");
        var silent = new PausingContent(file, 20_000);
        var sending = _tus.PatchAsync(upload, "0", silent);
        await silent.Paused;
        await Until.TrueAsync(() => Task.FromResult(DataOf(upload).Length == 20_000), "the first bytes to be written");

        using var second = await _tus.PatchAsync(upload, "20000", new ByteArrayContent(file[20_000..]));
        Assert.Equal((423, "id"), await TusClient.FaultAsync(second) is var fault ? (fault.Status, fault.Field) : default);
        Assert.Equal(423, (int)(await _tus.FinishAsync(upload)).Status);
        Assert.Equal(20_000, await _tus.OffsetAsync(upload));
        await _tus.SendAsync(upload, 20_000, file[20_000..]);
        var (status, item) = await _tus.FinishAsync(upload);

        // what was silent comes too late to do harm
        silent.GoOn();
        try
        {
            using var late = await sending;
            Assert.Equal(423, (int)late.StatusCode);
        }
        catch (HttpRequestException)
        {
            // the connection is closed by then
        }

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(file, await _service.Client.GetBytesAsync($"api/v1/items/{(string)item["id"]!}/data"));
    }

    [Fact]
    public async Task A_part_with_a_checksum_counts_only_when_it_is_proved()
    {
        var file = TiffFile.Byte(300, 200, 1, (_, row, column) => (byte)(row ^ column));
        var upload = await _tus.CreateAsync(file.Length, "scene.tif");
        (string, string) Checksum(byte[] of) => ("Upload-Checksum", $"sha256 {Convert.ToBase64String(SHA256.HashData(of))}");
        await _tus.SendAsync(upload, 0, file[..1000]);

        using var damaged = await _tus.PatchAsync(upload, "1000", new ByteArrayContent(file[1000..2000]), Checksum(file[1001..2001]));
        Assert.Equal((460, "Upload-Checksum"), await TusClient.FaultAsync(damaged) is var fault ? (fault.Status, fault.Field) : default);
        Assert.Equal(1000, await _tus.OffsetAsync(upload));

        var cut = new PausingContent(file.AsMemory(1000..), 30_000);
        var sending = _tus.PatchAsync(upload, "1000", cut, Checksum(file[1000..]));
        await cut.Paused;
        await Until.TrueAsync(() => Task.FromResult(DataOf(upload).Length == 31_000), "bytes of the part to be written");
        await _service.KillAsync();
        cut.Break();
        await Assert.ThrowsAnyAsync<Exception>(() => sending);
        await _service.StartAsync();
        Assert.Equal(1000, await _tus.OffsetAsync(upload));

        using var sha1 = await _tus.PatchAsync(
            upload, "1000", new ByteArrayContent(file[1000..2000]), ("Upload-Checksum", $"sha1 {Convert.ToBase64String(CryptographicOperations.HashData(HashAlgorithmName.SHA1, file.AsSpan(1000, 1000)))}"));
        using var whole = await _tus.PatchAsync(upload, "2000", new ByteArrayContent(file[2000..]), Checksum(file[2000..]));
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (sha1.StatusCode, whole.StatusCode));
        var (_, item) = await _tus.FinishAsync(upload);
        Assert.Equal(file, await _service.Client.GetBytesAsync($"api/v1/items/{(string)item["id"]!}/data"));
    }

    [Fact]
    public async Task A_kill_while_the_file_is_tried_loses_nothing_of_the_upload()
    {
        var package = HostilePackages.WithNetwork(HostileNetworks.ThatNeverEnds());
        var upload = await _tus.CreateAsync(package.Length, "endless.dlpk");
        await _tus.SendAsync(upload, 0, package);
        var items = Path.Combine(_service.DataRoot, "items");
        var finishing = _tus.FinishAsync(upload);
        await Until.TrueAsync(
            () => Task.FromResult(_service.InstanceIds().Count > 0 && Directory.Exists(items) && Directory.GetDirectories(items).Length == 1), "the package to be tried");
        await _service.KillAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => finishing);

        _service.Settings["RasterAnalysis__Worker__TrialTime"] = "00:00:02";
        await _service.StartAsync();

        await Until.TrueAsync(() => Task.FromResult(DataOf(upload).Exists && Directory.GetDirectories(items).Length == 0), "the file to be taken back");
        Assert.Equal(package.Length, await _tus.OffsetAsync(upload));
        for (var round = 0; round < 2; round++)
        {
            var (status, refusal) = await _tus.FinishAsync(upload);
            Assert.Equal((HttpStatusCode.BadRequest, "model-package"), (status, (string)refusal["code"]!));
            Assert.Equal(package, await File.ReadAllBytesAsync(DataOf(upload).FullName, TestContext.Current.CancellationToken));
        }

        using var deleted = await _tus.SendAsync(HttpMethod.Delete, upload);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty(Directory.GetDirectories(Path.Combine(_service.DataRoot, "resumable-uploads")));
        Assert.Equal(HttpStatusCode.NotFound, (await _tus.FinishAsync(upload)).Status);
    }

    [Fact]
    public async Task The_item_is_made_once_however_often_it_is_asked_for()
    {
        var package = TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(3)), TinyNetworks.CopyBand(3));
        var upload = await _tus.CreateAsync(package.Length, "model.dlpk");
        await _tus.SendAsync(upload, 0, package);

        var first = await _tus.FinishAsync(upload);
        var second = await _tus.FinishAsync(upload);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.Status, second.Status));
        Assert.Equal((first.Body["id"]!.ToJsonString(), "onnx"), (second.Body["id"]!.ToJsonString(), (string)second.Body["model"]!["runtime"]!));
        Assert.Single((await _service.Client.GetAsync("api/v1/items")).AsArray());
    }

    private FileInfo DataOf(string upload) => new(Path.Combine(_service.DataRoot, "resumable-uploads", upload.Split('/')[^1], "data"));
}
