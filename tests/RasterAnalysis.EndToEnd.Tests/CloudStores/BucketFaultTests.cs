using System.Collections.Concurrent;
using System.Net;
using RasterAnalysis.EndToEnd.Tests.Ranges;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Cloud;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.CloudStores;

/// <summary>Buckets that refuse: one clear error, which says what the store said. The server checks signatures as Amazon's do.</summary>
public sealed class BucketFaultTests
{
    private const string Id = "AKIDEXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Uri = "/cloudStores/Imagery/scene.tif";
    private static readonly PresignedRequest Signing = new(Id, Secret, "eu-central-1");

    [Fact]
    public async Task A_wrong_setting_is_told_by_the_word_of_the_store()
    {
        using var server = Server(Signing);
        await using var scene = new CloudScene();
        Add(scene, "Secret", server, ("SecretKey", "wrong"));
        Add(scene, "Id", server, ("AccessKey", "AKIDOTHER"));
        Add(scene, "Region", server, ("Region", "us-west-2"));
        await scene.StartAsync();

        foreach (var (store, code) in new[] { ("Secret", "SignatureDoesNotMatch"), ("Id", "InvalidAccessKeyId"), ("Region", "AuthorizationQueryParametersError") })
        {
            var expected = $"/cloudStores/{store}/scene.tif answered 403 ({code}).";
            Assert.Equal(expected, await scene.FailAsync(scene.Request($"/cloudStores/{store}/scene.tif")));
            var (status, problem) = await scene.AddLayerAsync($"/cloudStores/{store}/scene.tif");
            Assert.Equal(HttpStatusCode.BadRequest, status);
            var error = Assert.Single(problem["errors"]!.AsArray())!;
            Assert.Equal(("uris", expected), ((string)error["field"]!, (string)error["message"]!));
        }
    }

    [Fact]
    public async Task The_right_key_opens_it()
    {
        using var server = Server(Signing);
        await using var scene = Scene(server);
        await scene.StartAsync();

        await scene.AssertRightAsync(scene.Request(Uri));

        Assert.Equal("/cloudStores/Imagery/none.tif answered 404 (NoSuchKey).", await scene.FailAsync(scene.Request("/cloudStores/Imagery/none.tif")));
    }

    [Fact]
    public async Task Who_pays_for_the_reading_says_so()
    {
        using var server = Server(Signing with { RequesterPays = true });
        await using var scene = Scene(server);
        Add(scene, "Paid", server, ("RequestPayer", "requester"));
        await scene.StartAsync();

        Assert.Equal("/cloudStores/Imagery/scene.tif answered 403 (AccessDenied).", await scene.FailAsync(scene.Request(Uri)));
        await scene.AssertRightAsync(scene.Request("/cloudStores/Paid/scene.tif"));
    }

    [Fact]
    public async Task Each_request_is_signed_anew()
    {
        // the server's clock is fast: no signature holds longer than two minutes
        using var server = Server(Signing with { Now = () => DateTime.UtcNow.AddMinutes(13) });
        var signatures = new ConcurrentBag<string>();
        var check = server.Refuse;
        server.Refuse = (first, headers) =>
        {
            signatures.Add(first);
            return check(first, headers);
        };
        await using var scene = Scene(server);
        await scene.StartAsync();

        await scene.AssertRightAsync(scene.Request(Uri, 0, 0, 2000), 0, 0);

        Assert.True(signatures.Count > 2);
    }

    [Fact]
    public async Task A_signed_address_that_expires_in_the_middle_ends_the_job_with_that_reason_and_a_new_one_goes_on()
    {
        var isExpired = false;
        using var server = new RangeServer(RemoteScene.Content);
        var signing = new PresignedRequest(Id, Secret, "eu-central-1") { Now = () => isExpired ? DateTime.UtcNow.AddHours(2) : DateTime.UtcNow };
        server.Refuse = (first, headers) => signing.Check("GET", first.Split(' ')[1], headers) is { } code ? ("403 Forbidden", code) : null;
        await using var scene = new RemoteScene(set: settings => settings["RasterAnalysis__AllowedHosts__1"] = $"127.0.0.1:{server.Address.Port}");
        await scene.StartAsync();
        System.Uri Signed() => Signing.Sign("GET", server.Address);
        var request = scene.Request();
        request["inputRaster"]!["url"] = Signed().AbsoluteUri;
        server.Fault = number =>
        {
            isExpired = number > 4;
            return RangeFault.None;
        };

        var error = Assert.Single(await scene.FailAsync(request));

        Assert.Contains("answered 403 (AccessDenied), which it had given before: if its address is signed, the signature has expired. Submit the job again with a new one; finished sections are kept.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Amz-Signature=", error.Replace("X-Amz-Signature=***", "", StringComparison.Ordinal), StringComparison.Ordinal);

        // what was read of it under the old signature is not fetched again
        var before = server.Bytes;
        server.Fault = _ => RangeFault.None;
        isExpired = false;
        request["outputName"] = $"Result{Guid.NewGuid():N}";
        request["inputRaster"]!["url"] = Signed().AbsoluteUri;
        var (_, result) = await scene.Service.Client.ClassifyAsync(request);
        Assert.Null(result.FirstDifference(RemoteScene.ValueAt));
        Assert.InRange(server.Bytes, before, RemoteScene.Content.Length + (1 << 16));
    }

    [Fact]
    public async Task A_layer_whose_file_has_become_another_one_shows_that_one()
    {
        using var server = Server(Signing);
        await using var scene = Scene(server);
        await scene.StartAsync();
        var (_, layer) = await scene.AddLayerAsync(Uri);
        Assert.Equal($"{RemoteScene.ValueAt(7, 2000)}", await scene.ValueAsync(layer, 7, 2000));

        server.Content = Rasters.MadeRaster.Translate(
            RasterAnalysis.Testing.Tiff.TiffFile.Byte(RemoteScene.Side, RemoteScene.Side, 1, (_, row, column) => (byte)RemoteScene.ValueAt(column, row)), "-of", "COG", "-co", "BLOCKSIZE=128", "-co", "COMPRESS=DEFLATE");
        server.EntityTag = "\"two\"";

        // the first who needs a block that is not kept learns of it
        await Until.TrueAsync(
            async () =>
            {
                using var answer = await scene.Service.Client.Http.GetAsync(
                    $"{((string)layer["imageServer"]!).TrimStart('/')}/identify?geometryType=esriGeometryPoint&geometry=%7B%22x%22:{500005 + (10 * 8)},%22y%22:{4999995 - (10 * 2300)}%7D&returnGeometry=false&f=json");
                return (await answer.Content.ReadAsStringAsync()).Contains($"\"{RemoteScene.ValueAt(8, 2300)}\"", StringComparison.Ordinal);
            },
            "the new file");
        var (_, result) = await scene.Service.Client.ClassifyAsync(scene.RequestOfItem((string)layer["id"]!, 0, 0));
        Assert.Null(result.FirstDifference((row, column) => RemoteScene.ValueAt(column, row)));
    }

    [Fact]
    public async Task Paths_that_name_nothing_are_refused()
    {
        using var server = Server(Signing);
        await using var scene = Scene(server);
        await scene.StartAsync();
        string[] paths =
        [
            "/cloudStores/Imagery/../secret.tif", "/cloudStores/Imagery/a//b.tif", "/cloudStores/Imagery/", "/cloudStores/Imagery", "/cloudStores/Other/scene.tif", "cloudstore:/Imagery/scene.tif",
        ];
        foreach (var path in paths)
        {
            var (status, problem) = await scene.Service.Client.TrySubmitAsync(scene.Request(path));
            var (layer, _) = await scene.AddLayerAsync(path);

            Assert.True((status, layer) == (HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), path);
            Assert.Equal("inputRaster", (string)Assert.Single(problem["errors"]!.AsArray())!["field"]!);
        }

        Assert.Equal(0, server.Requests);
    }

    private static RangeServer Server(PresignedRequest signing)
    {
        var server = new RangeServer(RemoteScene.Content);
        server.Refuse = (first, headers) =>
        {
            var (method, target) = (first.Split(' ')[0], first.Split(' ')[1]);
            return signing.Check(method, target, headers) is { } code ? ("403 Forbidden", code) : target.StartsWith("/imagery/scene.tif?", StringComparison.Ordinal) ? null : ("404 Not Found", "NoSuchKey");
        };
        return server;
    }

    private static CloudScene Scene(RangeServer server, params (string Key, string Value)[] settings) => Add(new CloudScene(), "Imagery", server, settings);

    private static CloudScene Add(CloudScene scene, string name, RangeServer server, params (string Key, string Value)[] settings)
    {
        var usual = new Dictionary<string, string> { ["Bucket"] = "imagery", ["Region"] = "eu-central-1", ["AccessKey"] = Id, ["SecretKey"] = Secret };
        foreach (var (key, value) in settings)
        {
            usual[key] = value;
        }

        return scene.With(name, "S3", new System.Uri(server.Address.GetLeftPart(UriPartial.Authority)), [.. usual.Select(pair => (pair.Key, pair.Value))]);
    }
}
