using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Api.Tests;

public sealed class ItemEndpointsTests(ApiHost host) : IClassFixture<ApiHost>
{
    private readonly HttpClient _http = host.CreateClient();

    [Fact]
    public async Task A_raster_becomes_an_item_with_an_image_service()
    {
        var content = TiffFile.Byte(30, 20, 3, (band, row, column) => (byte)(band + row + column), noData: 7);
        var (response, item) = await AddAsync(content, "C:\\scenes\\harbour north.tif", title: "Hafen", folder: "north");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.EndsWith($"/api/v1/items/{item["id"]}", response.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            ("Hafen", "Image Service", "harbour north.tif", content.Length, "north"),
            (item["title"]!.GetValue<string>(), item["type"]!.GetValue<string>(), item["name"]!.GetValue<string>(), item["size"]!.GetValue<int>(), item["folder"]!.GetValue<string>()));
        Assert.Equal((30, 20), (item["raster"]!["width"]!.GetValue<int>(), item["raster"]!["height"]!.GetValue<int>()));
        Assert.EndsWith("/arcgis/rest/services/Hosted/Hafen/ImageServer", item["imageServer"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(content, await _http.GetByteArrayAsync($"api/v1/items/{item["id"]}/data"));
        Assert.True(JsonNode.DeepEquals(item, await GetAsync($"api/v1/items/{item["id"]}")));
    }

    [Fact]
    public async Task A_package_becomes_an_item_that_describes_its_model()
    {
        (long, string, int[])[] classes = [(3, "Wald", [1, 2, 3]), (5, "Wiese", [4, 5, 6])];
        var (_, item) = await AddAsync(TestPackages.Package(TestPackages.Definition(classes, ("Description", "Zwei Klassen")), TinyNetworks.CopyBand(2)), "two.dlpk");

        var model = await GetAsync($"api/v1/items/{item["id"]}/model");

        Assert.Equal("Deep Learning Package", item["type"]!.GetValue<string>());
        Assert.Equal("Zwei Klassen", model["description"]!.GetValue<string>());
        Assert.Equal([(3, "Wald", "[1,2,3]"), (5, "Wiese", "[4,5,6]")], model["classes"]!.AsArray().Select(
            c => (c!["value"]!.GetValue<int>(), c["name"]!.GetValue<string>(), c["color"]!.ToJsonString())));
        Assert.Contains("padding", model["arguments"]!.AsArray().Select(a => a!["name"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Data_answers_range_requests_and_HEAD()
    {
        var (_, item) = await AddAsync(TiffFile.Byte(8, 8, 1, (_, _, _) => 1), "range.tif");
        using var range = new HttpRequestMessage(HttpMethod.Get, $"api/v1/items/{item["id"]}/data") { Headers = { Range = new(2, 5) } };
        using var part = await _http.SendAsync(range);
        using var head = await _http.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"api/v1/items/{item["id"]}/data"));

        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(4, (await part.Content.ReadAsByteArrayAsync()).Length);
        Assert.Equal(item["size"]!.GetValue<long>(), head.Content.Headers.ContentLength);
        Assert.Equal("bytes", head.Headers.AcceptRanges.Single());
    }

    [Fact]
    public async Task Data_has_the_names_that_readers_know_by_their_ending()
    {
        var content = TiffFile.Byte(8, 8, 1, (_, _, _) => 1);
        var (_, item) = await AddAsync(content, "named.tif");
        var data = $"api/v1/items/{item["id"]}/data";

        Assert.Equal(content, await _http.GetByteArrayAsync($"{data}/anything.tif"));
        using var head = await _http.SendAsync(new HttpRequestMessage(HttpMethod.Head, $"{data}/named.TIF"));
        Assert.Equal((HttpStatusCode.OK, content.Length), (head.StatusCode, (int)head.Content.Headers.ContentLength!));
        foreach (var name in (string[])["named.tif.aux.xml", "named.tif.ovr", "named.png", "named", "..%2Fnamed.tif.aux.xml"])
        {
            using var response = await _http.GetAsync($"{data}/{name}");
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("package")]
    [InlineData("ääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääää.dlpk")]
    public async Task A_package_of_an_awkward_name_is_taken(string name)
    {
        var (response, _) = await AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(2)), TinyNetworks.CopyBand(2)), name);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Fact]
    public async Task A_form_with_two_files_is_refused()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1]), "file", "a.tif" }, { new ByteArrayContent([1]), "file", "b.tif" } };

        using var response = await _http.PostAsync("api/v1/items", form);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("one is taken", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_item_is_gone_with_its_files()
    {
        var (_, item) = await AddAsync(TiffFile.Byte(8, 8, 1, (_, _, _) => 1), "gone.tif");
        using var deleted = await _http.DeleteAsync($"api/v1/items/{item["id"]}");
        using var again = await _http.DeleteAsync($"api/v1/items/{item["id"]}");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (deleted.StatusCode, again.StatusCode));
        foreach (var path in new[] { "", "/data", "/model" })
        {
            using var response = await _http.GetAsync($"api/v1/items/{item["id"]}{path}");
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        }
    }

    [Fact]
    public async Task Uploads_of_one_name_get_services_of_their_own()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AddAsync(TiffFile.Byte(8, 8, 1, (_, _, _) => 1), "same.tif")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.Response.StatusCode));
        Assert.Equal(4, answers.Select(answer => answer.Body["imageServer"]!.GetValue<string>()).Distinct().Count());
    }

    [Theory]
    [InlineData("application/json", "{}")]
    [InlineData("multipart/form-data", "")]
    [InlineData("multipart/form-data; boundary=x", "no part at all")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nA\r\n--x--\r\n")]
    public async Task An_upload_without_a_file_says_what_is_missing(string type, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var response = await _http.PostAsync("api/v1/items", content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal("file", problem["errors"]![0]!["field"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_store_file_becomes_a_layer_and_stays_where_it_is()
    {
        await File.WriteAllBytesAsync(Path.Combine(host.Store, "layer.tif"), TiffFile.Byte(8, 8, 1, (_, _, _) => 1));
        using var made = await _http.PostAsJsonAsync("api/v1/imagery-layers", new { name = "Coast", uris = new[] { "/rasterStores/store/layer.tif" } });
        using var taken = await _http.PostAsJsonAsync("api/v1/imagery-layers", new { name = "coast", uris = new[] { "/rasterStores/store/layer.tif" } });

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.BadRequest), (made.StatusCode, taken.StatusCode));
        Assert.Contains("coast_1", await taken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var item = JsonNode.Parse(await made.Content.ReadAsStringAsync())!;
        using var deleted = await _http.DeleteAsync($"api/v1/items/{item["id"]}");
        Assert.True(File.Exists(Path.Combine(host.Store, "layer.tif")));
    }

    [Theory]
    [InlineData("""{"uris":["/rasterStores/store/../../../etc/passwd"]}""", "uris")]
    [InlineData("""{"uris":[]}""", "uris")]
    [InlineData("""{"url":"file:///etc/passwd"}""", "url")]
    [InlineData("""{"url":"http://127.0.0.1/a.tif"}""", "url")]
    [InlineData("""{"uri":"/rasterStores/store/layer.tif"}""", "uri")]
    [InlineData("[]", "body")]
    public async Task A_layer_of_nothing_is_refused(string body, string field)
    {
        using var response = await _http.PostAsync("api/v1/imagery-layers", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]![0]!["field"]!.GetValue<string>());
    }

    [Fact]
    public async Task Every_raster_of_a_mosaic_that_is_not_there_is_named()
    {
        using var response = await _http.PostAsJsonAsync("api/v1/imagery-layers", new { uris = new[] { "/rasterStores/store/none.tif", "/rasterStores/x/y", "/rasterStores/store" } });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var errors = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]!.AsArray();
        Assert.Equal(["uris[0]", "uris[1]", "uris[2]"], errors.Select(error => (string)error!["field"]!));
        Assert.Contains("is a store", (string)errors[2]!["message"]!, StringComparison.Ordinal);
    }

    private async Task<JsonNode> GetAsync(string path) => (await _http.GetFromJsonAsync<JsonNode>(path))!;

    private async Task<(HttpResponseMessage Response, JsonNode Body)> AddAsync(byte[] content, string fileName, string? title = null, string? folder = null)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(content), "file", fileName } };
        if (title is not null)
        {
            form.Add(new StringContent(title), "title");
        }

        if (folder is not null)
        {
            form.Add(new StringContent(folder), "folder");
        }

        var response = await _http.PostAsync("api/v1/items", form);
        return (response, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}
