using System.Net;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Ranges;
using RasterAnalysis.Testing.Cloud;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.CloudStores;

/// <summary>Copies of results in buckets.</summary>
public sealed class OutputStoreTests
{
    [Fact]
    public async Task A_result_is_written_into_a_bucket_of_S3_byte_for_byte_and_read_from_there()
    {
        await using var server = await StoreServer.StartS3Async("imagery", "results");
        await new S3Bucket(server.Address, "imagery").PutAsync("scene.tif", RemoteScene.Content);
        await using var scene = new CloudScene().WithS3("Imagery", server, "imagery").WithS3("Results", server, "results");
        scene.Service.Settings["RasterAnalysis__CloudStores__Results__Writable"] = "true";
        await scene.StartAsync();
        var request = scene.Request("/cloudStores/Imagery/scene.tif");
        request["outputStore"] = "/cloudStores/Results/maps/März";

        var job = await scene.AssertRightAsync(request);

        var (path, bytes) = ($"maps/März/{request["outputName"]}.tif", await scene.Service.Client.GetBytesAsync((string)job["result"]!["raster"]!));
        Assert.Equal(bytes, await new S3Bucket(server.Address, "results").FindAsync(path));
        Assert.Contains(FormattableString.Invariant($"Written to /cloudStores/Results/{path}, {bytes.Length:N0} bytes."), ServiceClient.Messages(job));

        // the attribute table lies beside it
        Assert.Contains("GDALRasterAttributeTable", System.Text.Encoding.UTF8.GetString((await new S3Bucket(server.Address, "results").FindAsync(path + ".aux.xml"))!), StringComparison.Ordinal);
        var (status, layer) = await scene.AddLayerAsync($"/cloudStores/Results/{path}");
        Assert.True(status == HttpStatusCode.Created, layer.ToJsonString());
        Assert.Equal($"{RemoteScene.ValueAt(1105, 1310)}", await scene.ValueAsync(layer, 1105, 1310));
    }

    [Fact]
    public async Task ArcGIS_names_the_file_by_uri_and_a_result_that_is_taken_again_is_written_too()
    {
        await using var server = await StoreServer.StartAzureAsync();
        var container = new AzureContainer(server.Address, "results");
        await container.CreateAsync();
        await using var scene = new CloudScene().With(
            "Results", "AzureBlob", server.Address, ("Bucket", "results"), ("AccessKey", AzureContainer.Account), ("SecretKey", AzureContainer.Key), ("Writable", "true"));
        await scene.StartAsync();
        var item = (string)(await scene.Service.Client.AddAsync(RemoteScene.Content, "scene.tif"))["id"]!;
        byte[]? first = null;
        foreach (var file in new[] { "one.tif", "maps/two.tif" })
        {
            var request = scene.RequestOfItem(item);
            request["context"]!["reuseResults"] = true;
            request["outputClassifiedRaster"] = new JsonObject { ["uri"] = $"/cloudStores/Results/{file}" };

            var job = await scene.AssertRightAsync(request);

            var written = await container.GetAsync(file);
            Assert.Equal(await scene.Service.Client.GetBytesAsync((string)job["result"]!["raster"]!), written);
            first ??= written;
        }
    }

    [Fact]
    public async Task A_store_that_takes_no_results_is_refused_at_once()
    {
        await using var scene = new CloudScene().With("Closed", "S3", new Uri("http://127.0.0.1:9"), ("Bucket", "b"))
            .With("Results", "S3", new Uri("http://127.0.0.1:9"), ("Bucket", "b"), ("Writable", "true"));
        await scene.StartAsync();
        var item = (string)(await scene.Service.Client.AddAsync(TiffFile.Byte(20, 20, 1, (_, _, _) => 1), "small.tif"))["id"]!;
        (string Path, string Message)[] refused =
        [
            ("/cloudStores/Closed/maps", "The cloud store takes no results. Cloud stores that take results: Results."),
            ("/cloudStores/None/maps", "There is no such cloud store. Cloud stores that take results: Results."),
            ("/rasterStores/store/maps", "must be a folder or a file in a cloud store, such as /cloudStores/<name>/maps or /cloudStores/<name>/maps/forest.tif. Cloud stores that take results: Results."),
            ("/cloudStores/Results/../x", "does not name an object in the cloud store 'Results': write /cloudStores/Results/<path>, at most 1024 characters, without '..' and '//'."),
        ];
        foreach (var (path, message) in refused)
        {
            var request = scene.RequestOfItem(item);
            request["outputStore"] = path;

            var (status, problem) = await scene.Service.Client.TrySubmitAsync(request);

            Assert.Equal((HttpStatusCode.BadRequest, "outputStore", message), (status, (string)problem["errors"]![0]!["field"]!, (string)problem["errors"]![0]!["message"]!));
        }
    }

    [Fact]
    public async Task A_store_that_does_not_answer_costs_nothing_but_the_copy()
    {
        await using var scene = new CloudScene().With("Results", "S3", new Uri("http://127.0.0.1:9"), ("Bucket", "b"), ("AccessKey", "a"), ("SecretKey", "b"), ("Writable", "true"));
        await scene.StartAsync();
        var request = scene.RequestOfItem((string)(await scene.Service.Client.AddAsync(RemoteScene.Content, "scene.tif"))["id"]!);
        request["outputStore"] = "/cloudStores/Results/maps";

        var job = await scene.AssertRightAsync(request);

        var warning = Assert.Single(ServiceClient.Messages(job, "warning"));
        Assert.StartsWith("The result is here, but no copy was written to /cloudStores/Results/maps: The cloud store 'Results' does not answer: ", warning, StringComparison.Ordinal);
    }
}
