using System.Net;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;
using static RasterAnalysis.EndToEnd.Tests.Portal.PortalCalls;

namespace RasterAnalysis.EndToEnd.Tests.Portal;

/// <summary>What Map Viewer and the Python API do, from the upload to the result in its folder (<c>docs/reference/arcgis-rest-behaviour.md#an-item-made-before-its-job</c>).</summary>
public sealed class MapViewerTests(OwnService own) : IClassFixture<OwnService>
{
    private ServiceClient Client => own.Client;

    [Fact]
    public async Task The_whole_way_of_a_map_client()
    {
        // the content
        var folder = (string)(await Client.PortalAsync($"{Content}/createFolder", ("title", "Land cover")))["folder"]!["id"]!;
        var scene = await File.ReadAllBytesAsync(RepositoryFiles.Path("artifacts/samples/L7_ETMs.tif"));
        var raster = (string)(await Client.UploadAsync($"{Content}/{folder}/addItem", scene, "L7_ETMs.tif", ("type", "Image"), ("tags", "landsat,2001")))["id"]!;
        var package = await File.ReadAllBytesAsync(RepositoryFiles.Path("samples/land-cover/land-cover.dlpk"));
        await Client.UploadAsync($"{Content}/addItem", package, "land-cover.dlpk", ("type", "Deep Learning Package"), ("title", "Land cover network"));

        // the panel: the tool, the user, the models, the layers
        var portal = await Client.GetAsync($"{Sharing}/portals/self?culture=en&f=json");
        var tool = (string)portal["helperServices"]!["rasterAnalytics"]!["url"]!;
        Assert.Contains("ClassifyPixelsUsingDeepLearning", (await Client.GetAsync($"{tool}?f=json"))["tasks"]!.AsArray().Select(task => (string)task!));
        var user = (string)portal["user"]!["username"]!;
        Assert.Equal("org_admin", (string?)(await Client.GetAsync($"{Sharing}/community/users/{user}?f=json"))["role"]);
        var models = await Client.GetAsync($"{Sharing}/search?f=json&num=100&q={Uri.EscapeDataString("type:\"Deep Learning Package\" AND title:network")}");
        var model = Assert.Single(models["results"]!.AsArray())!;
        Assert.Equal("Land cover network", (string?)model["title"]);
        Assert.Equal(package, await Client.GetBytesAsync($"{Sharing}/content/items/{model["id"]}/data"));
        var layers = await Client.GetAsync($"{Sharing}/search?f=json&q={Uri.EscapeDataString("type:\"Image Service\" AND tags:landsat")}");
        Assert.Equal(raster, (string?)Assert.Single(layers["results"]!.AsArray())!["id"]);
        AssertIsAtOlinda(layers["results"]![0]!["extent"]!);

        // the result's name and item
        var nameQuery = $"{Sharing}/portals/{portal["id"]}/isServiceNameAvailable?name=Cover_2001&type=Image%20Service&f=json";
        Assert.True((bool)(await Client.GetAsync(nameQuery))["available"]!);
        var made = await Client.CreateServiceAsync("Cover_2001", folder);
        var itemId = (string)made["itemId"]!;
        Assert.False((bool)(await Client.GetAsync(nameQuery))["available"]!);
        Assert.Contains("is taken", (await Client.TryPortalAsync($"{Content}/createService", ("createParameters", """{"name":"cover_2001"}""")))["error"]!.ToJsonString(), StringComparison.Ordinal);

        // the job, and the item while it runs
        var submitted = await Client.PortalAsync(
            $"{TaskPath}/submitJob", ("inputRaster", $$"""{"url":"{{layers["results"]![0]!["url"]}}"}"""),
            ("model", $$"""{"url":"{{Client.Http.BaseAddress}}arcgis/sharing/content/items/{{model["id"]}}"}"""), OutputOf(made));
        var jobId = (string)submitted["jobId"]!;
        await Client.PortalAsync(
            $"{Content}/{folder}/items/{itemId}/update", ("properties", $$"""{"jobUrl":"{{tool}}/ClassifyPixelsUsingDeepLearning","jobType":"GPServer","jobId":"{{jobId}}","jobStatus":"processing"}"""),
            ("tags", "land cover"), ("snippet", "Classified"));
        await Client.FinishAsync(jobId, "esriJobSucceeded");

        // the result is in the item, in its folder, with what was written meanwhile
        var value = (await Client.GetAsync($"{TaskPath}/jobs/{jobId}/results/outRaster?f=json"))["value"]!;
        Assert.Equal((itemId, (string?)made["serviceurl"]), ((string?)value["itemId"], (string?)value["url"]));
        var item = await Client.GetAsync($"{Sharing}/content/items/{itemId}?f=json");
        Assert.Equal(("Cover_2001", folder, "processing", "Classified"), ((string?)item["title"], (string?)item["ownerFolder"], (string?)item["properties"]!["jobStatus"], (string?)item["snippet"]));
        Assert.Equal((string?)made["serviceurl"], (string?)item["url"]);
        AssertIsAtOlinda(item["extent"]!);
        var inFolder = await Client.GetAsync($"{Content}/{folder}?f=json");
        Assert.Equal(new[] { raster, itemId }.Order(StringComparer.Ordinal), inFolder["items"]!.AsArray().Select(found => (string)found!["id"]!).Order(StringComparer.Ordinal));

        // a classified raster, the same through both APIs
        var file = await Client.GetBytesAsync($"{Sharing}/content/items/{itemId}/data");
        Assert.Equal(file, await Client.GetBytesAsync($"api/v1/items/{itemId}/data"));
        Assert.Empty(CogFile.Read(file).LayoutFaults());
        Assert.Equal("esriImageServiceDataTypeThematic", (string?)(await Client.GetAsync($"{value["url"]}?f=json"))["serviceDataType"]);
        await Client.PortalAsync($"{Content}/items/{itemId}/update", ("title", "Land cover 2001"), ("text", """{"opacity":0.5}"""));
        var native = await Client.GetAsync($"api/v1/items/{itemId}");
        Assert.Equal(("Land cover 2001", "Land cover", "Classified"), ((string?)native["title"], (string?)native["folder"], (string?)native["snippet"]));
        Assert.Equal(0.5, (double)(await Client.GetAsync($"{Sharing}/content/items/{itemId}/data?f=json"))["opacity"]!);

        // deleting the item deletes the raster
        await Client.PortalAsync($"{Content}/items/{itemId}/delete");
        Assert.False(Directory.Exists(Path.Combine(own.Process.DataRoot, "items", itemId)));
        Assert.NotNull((await Client.GetAsync($"{value["url"]}?f=json"))["error"]);
        using (var gone = await Client.Http.GetAsync($"api/v1/items/{itemId}"))
        {
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        }

        Assert.True((bool)(await Client.GetAsync(nameQuery))["available"]!);
    }

    [Fact]
    public async Task A_result_without_an_item_lands_in_the_folder_of_a_title_that_is_made()
    {
        var raster = await Client.AddAsync(TiffFile.Byte(9, 9, 1, (_, row, column) => (byte)((row + column) % 2)), "chess.tif");
        var model = await Client.AddAsync(
            TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(2)), RasterAnalysis.Testing.Networks.TinyNetworks.CopyBand(2)), "two.dlpk");
        var job = await Client.PortalAsync(
            $"{TaskPath}/submitJob", ("inputRaster", $$"""{"itemId":"{{raster["id"]}}"}"""), ("model", $$"""{"itemId":"{{model["id"]}}"}"""),
            ("outputClassifiedRaster", """{"serviceProperties":{"name":"Draughts"},"itemProperties":{"folderId":"Board games"}}"""));
        await Client.FinishAsync((string)job["jobId"]!, "esriJobSucceeded");

        var listing = await Client.GetAsync($"{Content}/{Uri.EscapeDataString("board games")}?f=json");
        Assert.Equal("Board games", (string?)listing["currentFolder"]!["title"]);
        Assert.Equal("Draughts", (string?)Assert.Single(listing["items"]!.AsArray())!["title"]);
    }

    private static void AssertIsAtOlinda(JsonNode extent)
    {
        var (west, south, east, north) = ((double)extent[0]![0]!, (double)extent[0]![1]!, (double)extent[1]![0]!, (double)extent[1]![1]!);

        // the scene lies on the coast of Pernambuco
        Assert.True(west is > -35.2 and < -34.9 && east is > -34.9 and < -34.6 && south is > -8.2 and < -7.9 && north is > -8 and < -7.8, extent.ToJsonString());
    }
}
