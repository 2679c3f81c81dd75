using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.CloudStores;
using RasterAnalysis.EndToEnd.Tests.Ranges;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.DataStore;

/// <summary>Web processes and nodes that have a database and a bucket in common, and no folder.</summary>
public sealed class DataStoreTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>
{
    private const int Classes = 13;
    private static readonly byte[] Scene = TiffFile.Byte(300, 200, 1, (_, row, column) => (byte)ValueAt(row, column));

    [Fact]
    public async Task A_node_runs_what_a_web_process_took_in_and_every_web_process_shows_it()
    {
        await using var machines = await StoreMachines.StartAsync(await server.CreateDatabaseAsync());
        var node = machines.StartNode();
        var scene = (string)(await machines.Web.Client.AddAsync(Scene, "scene.tif"))["id"]!;
        var model = (string)(await machines.Web.Client.AddAsync(CloudScene.Package, "model.dlpk"))["id"]!;

        var (job, raster) = await machines.Web.Client.ClassifyAsync(ServiceClient.Request(scene, model));

        Assert.Null(raster.FirstDifference(ValueAt));
        Assert.True(Directory.Exists(Path.Combine(node.DataRoot, "items", model, "package")), node.Log);
        var item = (string)job["result"]!["itemId"]!;
        await using var second = await machines.StartWebAsync();
        Assert.False(Directory.Exists(Path.Combine(second.DataRoot, "items")));
        using (var planned = await second.Client.Http.PostAsJsonAsync("api/v1/classify-pixels/plans", ServiceClient.Request(scene, model), TestContext.Current.CancellationToken))
        {
            Assert.True(planned.IsSuccessStatusCode, await planned.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(await machines.Web.Client.GetBytesAsync($"api/v1/items/{item}/data"), await second.Client.GetBytesAsync($"api/v1/items/{item}/data"));
        Assert.Equal(Scene, await second.Client.GetBytesAsync($"api/v1/items/{scene}/data"));
        var areas = await second.Client.GetAsync($"api/v1/items/{item}/areas");
        foreach (var c in areas["classes"]!.AsArray())
        {
            var value = (uint)c!["value"]!;
            Assert.Equal(Enumerable.Range(0, 200).Sum(row => Enumerable.Range(0, 300).Count(column => ValueAt(row, column) == value)), (int)c["pixels"]!);
        }

        // pictures of the same files are the same
        var picture = $"{(string)(await second.Client.GetAsync($"api/v1/items/{item}"))["imageServer"]!}/exportImage?bbox=500000,4998000,503000,5000000&size=300,200&format=png32&f=image";
        Assert.Equal(await machines.Web.Client.GetBytesAsync(picture), await second.Client.GetBytesAsync(picture));

        // what the node signed the other machines verify, a node with a folder of its own among them
        await node.LoseAsync();
        machines.StartNode();
        Assert.Equal(
            await machines.Web.Client.GetBytesAsync($"api/v1/items/{item}/provenance?f=jws"), await second.Client.GetBytesAsync($"api/v1/items/{item}/provenance?f=jws"));
        using var verifying = await second.Client.Http.PostAsJsonAsync($"api/v1/items/{item}/verifications", new JsonObject(), TestContext.Current.CancellationToken);
        var verified = await second.Client.FinishedAsync((string)(await verifying.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["id"]!);
        Assert.True((string)verified["status"]! == "succeeded", verified.ToJsonString());
        Assert.Contains(ServiceClient.Messages(verified), text => text.Contains("with 60,000 pixels were made again: no pixel differs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_one_web_process_adds_to_an_item_or_deletes_the_others_see()
    {
        await using var machines = await StoreMachines.StartAsync(await server.CreateDatabaseAsync());
        machines.StartNode();
        var (job, _) = await machines.Web.Client.ClassifyAsync(Scene, CloudScene.Package);
        var item = (string)job["result"]!["itemId"]!;
        await using var second = await machines.StartWebAsync();
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(second, $"api/v1/items/{item}/accuracy"));

        using (var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(Points())), "reference", "points.csv" } })
        using (var response = await machines.Web.Client.Http.PostAsync($"api/v1/items/{item}/accuracy", form, TestContext.Current.CancellationToken))
        {
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        var expected = (await machines.Web.Client.GetAsync($"api/v1/items/{item}/accuracy")).ToJsonString();
        await Until.TrueAsync(async () => await StatusAsync(second, $"api/v1/items/{item}/accuracy") == HttpStatusCode.OK, "the accuracy on the other machine");
        Assert.Equal(expected, (await second.Client.GetAsync($"api/v1/items/{item}/accuracy")).ToJsonString());
        using (await second.Client.Http.DeleteAsync($"api/v1/items/{item}/accuracy", TestContext.Current.CancellationToken))
        {
            await Until.TrueAsync(async () => await StatusAsync(machines.Web, $"api/v1/items/{item}/accuracy") == HttpStatusCode.NotFound, "the accuracy to go from the first machine");
        }

        Assert.Contains($"service/items/{item}.json", machines.Bucket.Objects.Keys);
        using var deleted = await second.Client.Http.DeleteAsync($"api/v1/items/{item}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(machines.Web, $"api/v1/items/{item}/data"));
        Assert.DoesNotContain($"service/items/{item}.json", machines.Bucket.Objects.Keys);
    }

    [Fact]
    public async Task A_mosaic_that_a_node_made_is_shown_though_its_files_had_other_paths()
    {
        await using var machines = await StoreMachines.StartAsync(await server.CreateDatabaseAsync());
        machines.StartNode();
        await File.WriteAllBytesAsync(Path.Combine(machines.Web.Store, "east.tif"), Scene, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(
            Path.Combine(machines.Web.Store, "west.tif"), TiffFile.Byte(300, 200, 1, (_, row, column) => (byte)ValueAt(row, column + 300), left: 503000), TestContext.Current.CancellationToken);
        using var response = await machines.Web.Client.Http.PostAsJsonAsync(
            "api/v1/imagery-layers", new JsonObject { ["uris"] = new JsonArray("/rasterStores/store/east.tif", "/rasterStores/store/west.tif") }, TestContext.Current.CancellationToken);
        var layer = (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        Assert.True(response.StatusCode == HttpStatusCode.Created, layer.ToJsonString());
        var request = ServiceClient.Request((string)layer["id"]!, (string)(await machines.Web.Client.AddAsync(CloudScene.Package, "model.dlpk"))["id"]!);
        request["processAllRasterItems"] = true;

        var job = await machines.Web.Client.FinishedAsync(await machines.Web.Client.SubmitAsync(request));

        Assert.True((string)job["status"]! == "succeeded", job.ToJsonString());
        var item = await machines.Web.Client.GetAsync($"api/v1/items/{job["result"]!["itemId"]}");
        var service = new Uri(machines.Web.Client.Http.BaseAddress!, (string)item["imageServer"]!).AbsolutePath;
        foreach (var (row, column) in new[] { (3, 7), (150, 299), (20, 300), (199, 599) })
        {
            var geometry = Uri.EscapeDataString(string.Create(CultureInfo.InvariantCulture, $$"""{"x":{{500005 + (10 * column)}},"y":{{4999995 - (10 * row)}}}"""));
            var found = await machines.Web.Client.GetAsync($"{service}/identify?geometryType=esriGeometryPoint&geometry={geometry}&returnGeometry=false&f=json");
            Assert.Equal($"{ValueAt(row, column)}", (string)found["value"]!);
        }
    }

    [Fact]
    public async Task Remote_rasters_are_read_by_all_machines_and_what_opens_them_is_nowhere_in_the_clear()
    {
        using var remote = new RangeServer(RemoteScene.Content);
        await using var machines = await StoreMachines.StartAsync(
            await server.CreateDatabaseAsync(), settings => settings["RasterAnalysis__AllowedHosts__0"] = $"127.0.0.1:{remote.Address.Port}");
        using var response = await machines.Web.Client.Http.PostAsJsonAsync(
            "api/v1/imagery-layers", new JsonObject { ["url"] = remote.Address.AbsoluteUri }, TestContext.Current.CancellationToken);
        var layer = (await response.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        Assert.True(response.StatusCode == HttpStatusCode.Created, layer.ToJsonString());
        var node = machines.NewNode();
        node.Settings["RasterAnalysis__AllowedHosts__0"] = $"127.0.0.1:{remote.Address.Port}";
        machines.CopyKeys(node.DataRoot);
        node.Start();
        var request = ServiceClient.Request(
            (string)layer["id"]!, (string)(await machines.Web.Client.AddAsync(CloudScene.Package, "model.dlpk"))["id"]!,
            context: new JsonObject { ["extent"] = new JsonObject { ["xmin"] = 501000, ["ymin"] = 4997000, ["xmax"] = 503000, ["ymax"] = 4999000 } });

        var (_, raster) = await machines.Web.Client.ClassifyAsync(request);

        Assert.Null(raster.FirstDifference((row, column) => RemoteScene.ValueAt(row + 100, column + 100)));
        Assert.Contains("remote-0.address", machines.Content, StringComparison.Ordinal);
        request["inputRaster"] = new JsonObject { ["url"] = $"{remote.Address.AbsoluteUri}?token=OpenSesame" };
        request["outputName"] = "Opened";

        Assert.Null((await machines.Web.Client.ClassifyAsync(request)).Raster.FirstDifference((row, column) => RemoteScene.ValueAt(row + 100, column + 100)));

        // what the job had in the bucket is not named any more, and there until it is swept
        Assert.Contains("fetched-raster.address", machines.Written, StringComparison.Ordinal);
        Assert.DoesNotContain("OpenSesame", machines.Written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_cannot_name_the_store()
    {
        await using var machines = await StoreMachines.StartAsync(await server.CreateDatabaseAsync());
        var scene = (string)(await machines.Web.Client.AddAsync(Scene, "scene.tif"))["id"]!;
        var model = (string)(await machines.Web.Client.AddAsync(CloudScene.Package, "model.dlpk"))["id"]!;
        var reading = ServiceClient.Request("", model);
        reading["inputRaster"] = new JsonObject { ["uri"] = $"/cloudStores/Own/{machines.KeyOf(Scene)}" };
        var writing = ServiceClient.Request(scene, model);
        writing["outputStore"] = "/cloudStores/Own/service/content";
        foreach (var (request, words) in new[] { (reading, "There is no cloud store 'Own'."), (writing, "There is no such cloud store.") })
        {
            var (status, problem) = await machines.Web.Client.TrySubmitAsync(request);

            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains(words, problem.ToJsonString().Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    internal static uint ValueAt(int row, int column) => (uint)((((row * 7919) ^ (column * 104729)) & 0xfffff) % Classes);

    private static string Points()
    {
        var text = new StringBuilder("x,y,class\n");
        for (var number = 0; number < 60; number++)
        {
            var (row, column) = (number * 3, number * 4);
            text.Append(CultureInfo.InvariantCulture, $"{500005 + (10 * column)},{4999995 - (10 * row)},{ValueAt(row, column)}\n");
        }

        return text.ToString();
    }

    private static async Task<HttpStatusCode> StatusAsync(ServiceProcess service, string path)
    {
        using var response = await service.Client.Http.GetAsync(path);
        return response.StatusCode;
    }
}
