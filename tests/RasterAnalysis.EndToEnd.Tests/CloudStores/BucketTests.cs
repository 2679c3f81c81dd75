using System.Net;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Ranges;
using RasterAnalysis.EndToEnd.Tests.Rasters;
using RasterAnalysis.Testing.Cloud;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.CloudStores;

/// <summary>Jobs and layers on rasters in private buckets, which lie there and are read there.</summary>
public sealed class BucketTests
{
    private const string Key = "scenes/2026 März/a+b (1).tif";

    [Fact]
    public async Task Jobs_and_layers_read_a_private_bucket_of_S3()
    {
        await using var server = await StoreServer.StartS3Async("imagery");
        await new S3Bucket(server.Address, "imagery").PutAsync(Key, RemoteScene.Content);
        await using var scene = new CloudScene().WithS3("Imagery", server, "imagery");

        await AssertJobAndLayerAsync(scene, $"/cloudStores/Imagery/{Key}", S3Bucket.Key);
    }

    [Theory]
    [InlineData("SecretKey", AzureContainer.Key)]
    [InlineData("SasToken", "")]
    public async Task Jobs_and_layers_read_a_private_container_of_Azure(string kind, string secret)
    {
        await using var server = await StoreServer.StartAzureAsync();
        var container = new AzureContainer(server.Address, "imagery");
        await container.CreateAsync();
        await container.PutAsync(string.Join('/', Key.Split('/').Select(Uri.EscapeDataString)), RemoteScene.Content);
        await using var scene = new CloudScene();
        secret = kind == "SasToken" ? container.Sas() : secret;
        scene.With("Imagery", "AzureBlob", server.Address, [("Bucket", "imagery"), (kind, secret), .. kind == "SecretKey" ? [("AccessKey", AzureContainer.Account)] : Array.Empty<(string, string)>()]);

        scene.With("Wrong", "AzureBlob", server.Address, ("Bucket", "imagery"), ("AccessKey", AzureContainer.Account), ("SecretKey", Convert.ToBase64String(new byte[64])));

        await AssertJobAndLayerAsync(scene, $"/cloudStores/Imagery/{Key}", kind == "SasToken" ? secret[(secret.LastIndexOf('=') + 1)..] : secret);
        Assert.Equal("/cloudStores/Imagery/none.tif answered 404 (BlobNotFound).", await scene.FailAsync(scene.Request("/cloudStores/Imagery/none.tif")));
        Assert.Equal($"/cloudStores/Wrong/{Key} answered 403 (AuthorizationFailure).", await scene.FailAsync(scene.Request($"/cloudStores/Wrong/{Key}")));
    }

    [Fact]
    public async Task A_folder_is_listed_and_a_pattern_is_a_mosaic()
    {
        await using var server = await StoreServer.StartS3Async("imagery");
        var bucket = new S3Bucket(server.Address, "imagery");
        foreach (var (name, first) in new[] { ("scenes/left.tif", 0), ("scenes/right.tif", 600) })
        {
            await bucket.PutAsync(name, Tile(first));
        }

        await bucket.PutAsync("scenes/notes.txt", [1]);
        await bucket.PutAsync("scenes/older/left.tif", [1]);
        await using var scene = new CloudScene().WithS3("Imagery", server, "imagery");
        await scene.StartAsync();

        var stores = await scene.Service.Client.GetAsync("api/v1/raster-stores");
        Assert.Contains(stores.AsArray(), store => ((string)store!["name"]!, (string)store["uri"]!) == ("Imagery", "/cloudStores/Imagery"));
        Assert.Equal(["folder scenes"], await ListedAsync(scene, "api/v1/raster-stores/Imagery"));
        Assert.Equal(["folder scenes/older", "raster scenes/left.tif", "raster scenes/right.tif"], await ListedAsync(scene, "api/v1/raster-stores/Imagery?path=scenes"));

        var (status, layer) = await scene.AddLayerAsync("/cloudStores/Imagery/scenes/*.tif");

        Assert.Equal(HttpStatusCode.Created, status);
        await scene.AssertRightAsync(scene.RequestOfItem((string)layer["id"]!, 100, 500, 200), 100, 500);
        Assert.Equal($"{RemoteScene.ValueAt(10, 590)}", await scene.ValueAsync(layer, 10, 590));
        Assert.Equal($"{RemoteScene.ValueAt(10, 610)}", await scene.ValueAsync(layer, 10, 610));

        var (refused, problem) = await scene.AddLayerAsync("/cloudStores/Imagery/scenes/*.jp2");
        Assert.Equal((HttpStatusCode.BadRequest, "There is no file like '/cloudStores/Imagery/scenes/*.jp2'; * stands for any letters of a name, ? for one, in its last part alone."), (refused, (string)Assert.Single(problem["errors"]!.AsArray())!["message"]!));
    }

    [Fact]
    public async Task A_raster_in_strips_is_fetched_and_its_layer_is_an_item_of_its_own()
    {
        await using var server = await StoreServer.StartS3Async("imagery");
        await new S3Bucket(server.Address, "imagery").PutAsync("strips.tif", TiffFile.Byte(300, 300, 1, (_, row, column) => (byte)RemoteScene.ValueAt(row, column)));
        await using var scene = new CloudScene().WithS3("Imagery", server, "imagery");
        await scene.StartAsync();

        await scene.AssertRightAsync(scene.Request("/cloudStores/Imagery/strips.tif", 20, 30, 100), 20, 30);
        var (status, layer) = await scene.AddLayerAsync("/cloudStores/Imagery/strips.tif");

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal($"{RemoteScene.ValueAt(10, 20)}", await scene.ValueAsync(layer, 10, 20));
    }

    [Fact]
    public async Task A_model_in_a_bucket_is_taken()
    {
        await using var server = await StoreServer.StartS3Async("models");
        await new S3Bucket(server.Address, "models").PutAsync("copy.dlpk", CloudScene.Package);
        await using var scene = new CloudScene().WithS3("Models", server, "models");
        await scene.StartAsync();
        var request = scene.RequestOfItem((string)(await scene.Service.Client.AddAsync(Tile(0), "tile.tif"))["id"]!, 20, 30, 100);
        request["model"] = new JsonObject { ["uri"] = "/cloudStores/Models/copy.dlpk" };

        await scene.AssertRightAsync(request, 20, 30);
    }

    private static async Task AssertJobAndLayerAsync(CloudScene scene, string uri, string secret)
    {
        await scene.StartAsync();
        var job = await scene.AssertRightAsync(scene.Request(uri));
        var (status, layer) = await scene.AddLayerAsync(uri);

        Assert.True(status == HttpStatusCode.Created, layer.ToJsonString());
        Assert.Equal(RemoteScene.Side, (int)layer["raster"]!["width"]!);
        Assert.Equal($"{RemoteScene.ValueAt(7, 2000)}", await scene.ValueAsync(layer, 7, 2000));
        await scene.AssertRightAsync(scene.RequestOfItem((string)layer["id"]!));
        using var data = await scene.Service.Client.Http.GetAsync($"api/v1/items/{layer["id"]}/data");
        Assert.Equal(HttpStatusCode.BadRequest, data.StatusCode);
        Assert.Contains("lies in a cloud store", await data.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // it lies there still, and is found again by its sealed address
        await scene.Service.StopAsync();
        await scene.Service.StartAsync();
        Assert.Equal($"{RemoteScene.ValueAt(2300, 8)}", await scene.ValueAsync(layer, 2300, 8));
        await scene.AssertRightAsync(scene.RequestOfItem((string)layer["id"]!, 300, 200), 300, 200);

        foreach (var shown in new[] { job.ToJsonString(), layer.ToJsonString(), scene.Service.Log, (await scene.Service.Client.GetAsync($"api/v1/items/{layer["id"]}")).ToJsonString() })
        {
            Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
            Assert.DoesNotContain("X-Amz-Signature", shown, StringComparison.Ordinal);
        }
    }

    private static byte[] Tile(int firstColumn) => MadeRaster.Translate(
        TiffFile.Byte(600, 600, 1, (_, row, column) => (byte)RemoteScene.ValueAt(row, column + firstColumn)), "-of", "COG", "-co", "BLOCKSIZE=128",
        "-a_ullr", $"{500000 + (10 * firstColumn)}", "5000000", $"{506000 + (10 * firstColumn)}", "4994000");

    private static async Task<string[]> ListedAsync(CloudScene scene, string path) =>
        [.. (await scene.Service.Client.GetAsync(path)).AsArray().Select(entry => $"{entry!["kind"]} {entry["path"]}")];
}
