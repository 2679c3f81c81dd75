using System.Net;
using System.Text;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Faults;

/// <summary>A data folder that is put under another path has all that it had.</summary>
[Collection("Faults")]
public sealed class MovedFolderTests : IAsyncLifetime
{
    private readonly ServiceProcess _service = new();

    private ServiceClient Client => _service.Client;

    public async ValueTask InitializeAsync() => await _service.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Items_results_and_mosaics_are_found_again()
    {
        var raster = TiffFile.Byte(300, 200, 1, (_, row, column) => (byte)((row + column) % 3));
        var package = TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(3)), TinyNetworks.CopyBand(3));
        var (rasterId, modelId) = ((string)(await Client.AddAsync(raster, "input.tif"))["id"]!, (string)(await Client.AddAsync(package, "model.dlpk"))["id"]!);
        foreach (var name in (string[])["left", "right"])
        {
            await File.WriteAllBytesAsync(Path.Combine(_service.Store, name + ".tif"), raster, TestContext.Current.CancellationToken);
        }

        using var made = await Client.Http.PostAsync(
            "api/v1/imagery-layers", new StringContent(
                """{"name":"Both","uris":["/rasterStores/store/left.tif","/rasterStores/store/right.tif"]}""", Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken);
        Assert.True(made.IsSuccessStatusCode);
        var (_, before) = await Client.ClassifyAsync(ServiceClient.Request(rasterId, modelId));

        await MoveAsync(() => _service.StopAsync());

        Assert.Equal(raster, await Client.GetBytesAsync($"api/v1/items/{rasterId}/data"));
        Assert.Equal(package, await Client.GetBytesAsync($"api/v1/items/{modelId}/data"));
        Assert.NotNull((await Client.GetAsync($"api/v1/items/{modelId}/model"))["classes"]);
        Assert.Equal("PNG", Encoding.ASCII.GetString(await PictureAsync("Both"), 1, 3));
        var (_, after) = await Client.ClassifyAsync(ServiceClient.Request(rasterId, modelId));
        Assert.Null(after.FirstDifference((row, column) => (uint)((row + column) % 3)));
        Assert.Null(before.FirstDifference((row, column) => (uint)((row + column) % 3)));
    }

    [Fact]
    public async Task A_job_that_was_running_goes_on_from_its_sections()
    {
        var id = await ManySections.Slow.SubmitAsync(_service, "Moved", "2");
        await Client.JobWhenAsync(id, job => (int)job["sections"]!["done"]! >= 5);

        await MoveAsync(async () =>
        {
            await _service.KillAsync();
            return 0;
        });

        await ManySections.Slow.AssertRightAsync(_service, id, mostAgain: 2);
    }

    /// <summary>A picture; one that the machine had no time for just now is asked for again, as its answer says.</summary>
    private Task<byte[]> PictureAsync(string service) => Until.FoundAsync(
        async () =>
        {
            using var answer = await Client.Http.GetAsync($"arcgis/rest/services/Hosted/{service}/ImageServer/exportImage?bbox=0,0,1,1&size=16,16&format=png&f=image");
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable ? null : await answer.Content.ReadAsByteArrayAsync();
        },
        "a picture");

    private async Task MoveAsync(Func<Task<int>> stop)
    {
        await stop();
        var target = _service.DataRoot + "-under-another-name";

        // instances of a service that was killed may write on for a moment
        await Until.TrueAsync(() => Task.FromResult(TryMove(_service.DataRoot, target)), "the folder to be moved");
        _service.DataRoot = target;
        await _service.StartAsync();
    }

    private static bool TryMove(string from, string to)
    {
        try
        {
            Directory.Move(from, to);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
