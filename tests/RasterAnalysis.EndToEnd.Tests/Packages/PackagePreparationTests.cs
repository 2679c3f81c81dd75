using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Packages;

/// <summary>Packages whose network takes long to make: the upload is answered before, and the item becomes ready or refused by itself.</summary>
public sealed class PackagePreparationTests : IAsyncLifetime
{
    private const string WaitSetting = "RasterAnalysis__PythonFunctions__ConversionWait";
    private const string TimeSetting = "RasterAnalysis__PythonFunctions__ConversionTime";
    private readonly ServiceProcess _process = new();

    private ServiceClient Client => _process.Client;

    private string ItemsFolder => Path.Combine(_process.DataRoot, "items");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [Theory]
    [InlineData("unet-traced", "converted")]
    [InlineData("weights", "rebuilt")]
    public async Task An_item_is_ready_some_time_after_the_answer(string kind, string runtime)
    {
        await StartAsync("00:00:00");
        var bands = kind == "weights" ? 3 : 4;

        var answer = await Client.AddAsync(kind == "weights" ? Weights() : Module(kind), "model.dlpk");

        Assert.Equal("preparing", (string)answer["state"]!);
        Assert.Null(answer["model"]);
        var item = await EndAsync((string)answer["id"]!);
        Assert.Equal(("ready", null), ((string)item["state"]!, (string?)item["refusal"]));
        Assert.NotEmpty(item["warnings"]!.AsArray());
        Assert.Equal(runtime, (string)(await Client.GetAsync($"api/v1/items/{(string)item["id"]!}/model"))["runtime"]!);
        Assert.Equal("completed", await StatusAsync((string)item["id"]!));
        var raster = await Client.AddAsync(TiffFile.Byte(64, 64, bands, (band, row, column) => (byte)((band * 50) + row + column)), "input.tif");
        var (job, _) = await Client.ClassifyAsync(ServiceClient.Request((string)raster["id"]!, (string)item["id"]!, new JsonObject { ["tile_size"] = 64, ["padding"] = 0 }));
        Assert.Equal("succeeded", (string)job["status"]!);
    }

    [Fact]
    public async Task An_item_that_turns_out_unusable_says_why_and_can_only_be_deleted()
    {
        await StartAsync("00:00:00");
        var id = (string)(await Client.AddAsync(Module("unknown-scripted"), "model.dlpk"))["id"]!;

        var item = await EndAsync(id);

        Assert.Equal("refused", (string)item["state"]!);
        Assert.Contains("aten::special_bessel_j0", (string)item["refusal"]!, StringComparison.Ordinal);
        Assert.Contains("torch.onnx.export(", (string)item["refusal"]!, StringComparison.Ordinal);
        await NotReadyAsync(id, "was refused", "aten::special_bessel_j0");
        Assert.Equal("failed", await StatusAsync(id));
        Assert.Contains((await Client.GetAsync("api/v1/items"))!.AsArray(), listed => (string)listed!["state"]! == "refused");
        await DeleteAsync(id);
    }

    [Fact]
    public async Task What_asks_for_an_item_in_preparation_is_told_so_and_deleting_it_ends_all_work()
    {
        await StartAsync("00:00:00");
        var id = (string)(await Client.AddAsync(Module("endless-scripted"), "model.dlpk"))["id"]!;
        await Until.TrueAsync(() => Task.FromResult(ProcessesOf(id).Count > 0), "the conversion to begin");

        await NotReadyAsync(id, "is still being prepared");
        Assert.Equal("processing", await StatusAsync(id));
        Assert.Equal("preparing", (string)(await Client.GetAsync($"api/v1/items/{id}"))["state"]!);
        await DeleteAsync(id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_service_that_ends_in_the_middle_begins_again_at_its_next_start(bool isKilled)
    {
        await StartAsync("00:00:00");
        var endless = (string)(await Client.AddAsync(Module("endless-scripted"), "endless.dlpk"))["id"]!;
        var sound = await Client.AddAsync(Module("unet-traced"), "sound.dlpk");
        Assert.Equal("preparing", (string)sound["state"]!);
        await Until.TrueAsync(() => Task.FromResult(ProcessesOf(endless).Count > 0), "the conversion to begin");
        await (isKilled ? _process.KillAsync() : _process.StopAsync());
        await Until.TrueAsync(() => Task.FromResult(ProcessesOf(endless).Count == 0), "the conversion to end with the service");

        _process.Settings[TimeSetting] = "00:00:30";
        await _process.StartAsync();

        Assert.Equal("ready", (string)(await EndAsync((string)sound["id"]!))["state"]!);
        var item = await EndAsync(endless);
        Assert.Equal("refused", (string)item["state"]!);
        Assert.Contains("took longer than 30 seconds", (string)item["refusal"]!, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(ItemsFolder, endless, "package")));
    }

    [Fact]
    public async Task Conversions_hold_up_no_ONNX_package()
    {
        await StartAsync("00:00:00");
        string[] ids = [.. (await Task.WhenAll(Enumerable.Range(0, 3).Select(number => Client.AddAsync(Module("endless-scripted"), $"{number}.dlpk")))).Select(item => (string)item["id"]!)];

        var model = await Client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(2)), TinyNetworks.CopyBand(2)), "model.dlpk");

        Assert.Equal(("ready", "onnx"), ((string)model["state"]!, (string)model["model"]!["runtime"]!));
        foreach (var id in ids)
        {
            Assert.Equal("preparing", (string)(await Client.GetAsync($"api/v1/items/{id}"))["state"]!);
        }
    }

    [Fact]
    public async Task A_client_that_goes_away_before_the_answer_leaves_nothing()
    {
        await StartAsync("01:00:00");
        using var gone = new CancellationTokenSource();
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Module("endless-scripted")), "file", "model.dlpk" } };
        var upload = Client.Http.PostAsync("api/v1/items", form, gone.Token);
        await Until.TrueAsync(() => Task.FromResult(ProcessesOf(ItemsFolder).Count > 0), "the conversion to begin");

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload);
        await Until.TrueAsync(() => Task.FromResult(ProcessesOf(ItemsFolder).Count == 0), "the conversion to be ended");
        await Until.TrueAsync(() => Task.FromResult(!Directory.EnumerateFileSystemEntries(ItemsFolder).Any()), "nothing to be left of the upload");
        Assert.Empty((await Client.GetAsync("api/v1/items"))!.AsArray());
    }

    private async Task StartAsync(string wait)
    {
        _process.Settings[WaitSetting] = wait;
        await _process.StartAsync();
    }

    private Task<JsonNode> EndAsync(string id) => Until.FoundAsync(
        async () => await Client.GetAsync($"api/v1/items/{id}") is var item && (string)item["state"]! != "preparing" ? item : null, "the preparation to end");

    /// <summary>The model, its picture and a job are refused, each with the reason.</summary>
    private async Task NotReadyAsync(string id, params string[] reasons)
    {
        var raster = (string)(await Client.AddAsync(TiffFile.Byte(64, 64, 3, (_, _, _) => 1), "input.tif"))["id"]!;
        using var model = await Client.Http.GetAsync($"api/v1/items/{id}/model", TestContext.Current.CancellationToken);
        using var picture = await Client.Http.PostAsJsonAsync($"api/v1/items/{id}/model/preview", new { itemId = raster }, TestContext.Current.CancellationToken);
        var (status, job) = await Client.TrySubmitAsync(ServiceClient.Request(raster, id));
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.BadRequest), (model.StatusCode, picture.StatusCode, status));
        var problem = (await model.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        Assert.Equal("not-ready", (string)problem["code"]!);
        Assert.Equal("model", (string)job["errors"]![0]!["field"]!);
        foreach (var reason in reasons)
        {
            Assert.Contains(reason, (string)problem["detail"]!, StringComparison.Ordinal);
            Assert.Contains(reason, (string)job["errors"]![0]!["message"]!, StringComparison.Ordinal);
        }
    }

    private async Task DeleteAsync(string id)
    {
        using var deleted = await Client.Http.DeleteAsync($"api/v1/items/{id}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var asked = await Client.Http.GetAsync($"api/v1/items/{id}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, asked.StatusCode);
        Assert.False(Directory.Exists(Path.Combine(ItemsFolder, id)));
        Assert.Empty(ProcessesOf(id));
    }

    private async Task<string> StatusAsync(string id) =>
        (string)(await Client.GetAsync($"arcgis/sharing/rest/content/users/admin/items/{id}/status?f=json"))["status"]!;

    /// <summary>Processes in whose command line a text stands: conversions name the file that they read.</summary>
    private static List<string> ProcessesOf(string text) => [.. Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
        .Where(folder => CommandOf(folder).Contains(text, StringComparison.Ordinal))];

    private static string CommandOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ""; // gone meanwhile
        }
    }

    private static byte[] Module(string kind) => Package("module.pt", TorchScriptModule.Make(kind), TorchScriptModule.Classes);

    private static byte[] Weights() => Package("weights.pth", TorchCheckpoint.Make("unet", 3, new byte[3 * 64 * 64]).File, TorchCheckpoint.Channels);

    private static byte[] Package(string name, byte[] file, int classes) => TestPackages.Zip(
        ("model.emd", Encoding.UTF8.GetBytes(TestPackages.Definition(TestPackages.NumberedClasses(classes), ("ModelFile", name)).ToJsonString())), (name, file));
}
