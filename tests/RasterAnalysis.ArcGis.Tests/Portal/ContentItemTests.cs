using System.Net.Http.Headers;
using RasterAnalysis.ArcGis.Tests.Infrastructure;
using RasterAnalysis.Catalog;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.Portal;

public sealed class ContentItemTests : HostedTest
{
    private const string Items = $"{ArcGisHost.Sharing}/content/items";

    [Fact]
    public async Task Image_service_has_its_address_and_where_it_lies()
    {
        var item = await Host.GetJsonAsync($"{Items}/{Some.OrthoId}?f=json");

        Assert.Equal("Image Service", (string?)item["type"]);
        Assert.Equal($"http://host{ArcGisHost.Ortho}", (string?)item["url"]);
        Assert.Contains("Image Service", item["typeKeywords"]!.AsArray().Select(word => (string)word!));

        // the fake projects by adding a million
        EsriAssert.Json("[[1500000,6399950],[1500100,6400000]]", item["extent"]);
        Assert.Null(item["ownerFolder"]);
    }

    [Fact]
    public async Task Package_has_the_type_that_model_browsers_search()
    {
        var item = await Host.GetJsonAsync($"{Items}/{Some.ModelId}?f=json");
        Assert.Equal(("Deep Learning Package", "model.dlpk", null), ((string?)item["type"], (string?)item["name"], (string?)item["url"]));
    }

    [Fact]
    public async Task Thumbnail_is_the_raster_as_a_whole_in_the_shape_that_portals_show()
    {
        var thumbnail = (string?)(await Host.GetJsonAsync($"{Items}/{Some.OrthoId}?f=json"))["thumbnail"];
        using var response = await Host.GetAsync($"{Items}/{Some.OrthoId}/info/{thumbnail}?f=json&w=400");

        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        var request = Host.Renderer.Rendered.Single().Request;
        Assert.Equal((new RasterSize(400, 266), null, RenderFormat.Png32), (request.Size, request.SpatialReference, request.Format));
        Assert.Equal(400.0 / 266, request.Extent.Width / request.Extent.Height, 1e-9);
        Assert.True(request.Extent.Width >= Some.Ortho.Raster!.Extent.Width && request.Extent.Height >= Some.Ortho.Raster!.Extent.Height);
        Assert.Null((await Host.GetJsonAsync($"{Items}/{Some.ModelId}?f=json"))["thumbnail"]);
    }

    [Theory]
    [InlineData("x/info/thumbnail/thumbnail.png", 400)]
    [InlineData($"{Some.ModelId}/info/thumbnail/thumbnail.png", 404)]
    [InlineData($"{Some.OrthoId}/info/thumbnail/thumbnail.png?w=0", 400)]
    [InlineData($"{Some.OrthoId}/info/thumbnail/thumbnail.png?w=801", 400)]
    public async Task Thumbnail_that_is_not_there_is_no_picture(string path, int code) =>
        Assert.Equal(code, (int)(await Host.PictureErrorAsync($"{Items}/{path}"))["error"]!["code"]!);

    [Theory]
    [InlineData("groups", """{"admin":[],"member":[],"other":[]}""")]
    [InlineData("relatedItems?relationshipType=Service2Data&direction=forward", """{"total":0,"start":1,"num":0,"nextStart":-1,"relatedItems":[]}""")]
    [InlineData("rating", """{"rating":null}""")]
    public async Task Surroundings_are_there_and_empty(string path, string expected) =>
        EsriAssert.Json(expected, await Host.GetJsonAsync($"{Items}/{Some.OrthoId}/{path}{(path.Contains('?') ? '&' : '?')}f=json"));

    [Fact]
    public async Task Groups_are_none() => EsriAssert.Json(
        """{"query":"title:x","total":0,"start":1,"num":0,"nextStart":-1,"results":[]}""", await Host.GetJsonAsync($"{ArcGisHost.Sharing}/community/groups?f=json&q=title:x"));

    [Fact]
    public async Task Item_that_is_not_there_is_refused_in_the_words_that_the_Python_API_knows()
    {
        var answer = await Host.GetJsonAsync($"{Items}/nothing?f=json");
        EsriAssert.Error(400, answer, "There is no item 'nothing'.");
        Assert.Equal(("Item does not exist or is inaccessible.", "CONT_0001"), ((string?)answer["error"]!["message"], (string?)answer["error"]!["messageCode"]));
    }

    [Fact]
    public async Task Data_of_a_file_answers_ranges()
    {
        var path = Path.Combine(Host.Layout.Root, "x.tif");
        await File.WriteAllBytesAsync(path, [1, 2, 3, 4, 5, 6]);
        Host.Catalog.Add(Some.Layer(new string('b', 32), "File", Some.Ortho.Raster!) with { DataPath = path });
        using var request = new HttpRequestMessage(HttpMethod.Get, Host.AddressOf($"{Items}/{new string('b', 32)}/data"));
        request.Headers.Range = new RangeHeaderValue(2, 3);

        using var response = await Host.SendAsync(request);

        Assert.Equal(System.Net.HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal([3, 4], await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("image/tiff", response.Content.Headers.ContentType!.MediaType);
        using var head = await Host.SendAsync(new HttpRequestMessage(HttpMethod.Head, request.RequestUri));
        Assert.Equal(6, head.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Data_of_a_layer_is_the_text_that_a_map_client_stored()
    {
        EsriAssert.Json("{}", System.Text.Json.Nodes.JsonNode.Parse(await Host.TextAsync(await Host.GetAsync($"{Items}/{Some.OrthoId}/data?f=json"))));

        await Host.PostJsonAsync($"{ArcGisHost.Content}/items/{Some.OrthoId}/update", ("text", """{"layerDefinition":{"drawingInfo":{}}}"""), ("f", "json"));

        Assert.Equal("""{"layerDefinition":{"drawingInfo":{}}}""", await Host.TextAsync(await Host.GetAsync($"{Items}/{Some.OrthoId}/data?f=json")));
    }

    [Fact]
    public async Task Update_keeps_what_it_is_given_and_gives_it_back()
    {
        var update = $"{ArcGisHost.Content}/items/{Some.OrthoId}/update";
        await Host.PostJsonAsync(
            update, ("title", "Harbour"), ("tags", "port, sea,port"), ("snippet", "A line"), ("description", "<b>Long</b>"), ("typeKeywords", "[\"Tiled Imagery\"]"),
            ("properties", """{"jobUrl":"http://host/jobs/j1?token=secret","jobType":"GPServer","jobStatus":"processing","token":"secret"}"""), ("f", "json"));
        var done = await Host.PostJsonAsync(update, ("accessInformation", "USGS"), ("snippet", ""), ("f", "json"));

        Assert.True((bool)done["success"]!);
        var item = await Host.GetJsonAsync($"{Items}/{Some.OrthoId}?f=json");
        Assert.Equal(("Harbour", "A line", "<b>Long</b>", "USGS"), ((string?)item["title"], (string?)item["snippet"], (string?)item["description"], (string?)item["accessInformation"]));
        EsriAssert.Json("""["port","sea"]""", item["tags"]);
        Assert.Contains("Tiled Imagery", item["typeKeywords"]!.AsArray().Select(word => (string)word!));
        Assert.Equal("processing", (string?)item["properties"]!["jobStatus"]);
        Assert.DoesNotContain("secret", item.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(new FixedTime().GetUtcNow().ToUnixTimeMilliseconds(), (long)item["modified"]!);
    }

    [Fact]
    public async Task Update_that_clears_empty_fields_clears()
    {
        var update = $"{ArcGisHost.Content}/items/{Some.OrthoId}/update";
        await Host.PostJsonAsync(update, ("snippet", "A line"), ("tags", "a"), ("properties", "{}"));
        await Host.PostJsonAsync(update, ("snippet", ""), ("tags", ""), ("properties", ""), ("title", ""), ("clearEmptyFields", "true"));

        var item = await Host.GetJsonAsync($"{Items}/{Some.OrthoId}?f=json");
        Assert.Equal(("Ortho", null, 0, null), ((string?)item["title"], (string?)item["snippet"], item["tags"]!.AsArray().Count, item["properties"]));
    }

    [Fact]
    public async Task AddItem_takes_a_raster_with_its_details_and_leaves_no_upload()
    {
        await Host.PostJsonAsync($"{ArcGisHost.Content}/createFolder", ("title", "Scenes"));
        var added = await Host.UploadAsync(
            $"{ArcGisHost.Content}/Scenes/addItem", [.. "II*\0"u8], "../../scene 1.tif", ("type", "Image"), ("tags", "a,b"), ("title", "Scene"), ("f", "json"));

        var item = await Host.GetJsonAsync($"{Items}/{added["id"]}?f=json");
        Assert.Equal(("Scene", 2, (string?)added["folder"]), ((string?)item["title"], item["tags"]!.AsArray().Count, (string?)item["ownerFolder"]));
        var stored = (await Host.Catalog.FindAsync((string)added["id"]!))!;
        Assert.Equal(Path.Combine(Host.Layout.ItemFolder(stored.Id), "scene 1.tif"), stored.DataPath);
        Assert.Empty(Directory.EnumerateFiles(Host.Layout.UploadFolder));
    }

    [Theory]
    [InlineData("no raster", "x.tif", null, "file: No driver opens it.")]
    [InlineData("II*", "x.tif", "Deep Learning Package", "file: is no package: a .dlpk is a zip archive.")]
    [InlineData("PK\u0003\u0004", "x.dlpk", "Image", "file: is a package or a zip archive, not a raster.")]
    [InlineData("II*", "x.tif", "Web Map", "type: must be Deep Learning Package or one of Image, Image Service, Image Collection, GeoTIFF.")]
    public async Task AddItem_of_what_cannot_be_taken_says_why_and_leaves_nothing(string content, string name, string? type, string detail)
    {
        var before = (await Host.Catalog.ListAsync(null, 0, 100)).Count;
        var answer = await Host.UploadAsync(
            $"{ArcGisHost.Content}/addItem", System.Text.Encoding.Latin1.GetBytes(content), name, [.. type is null ? [] : new[] { ("type", type) }, ("f", "json")]);

        EsriAssert.Error(400, answer, detail);
        Assert.Equal(before, (await Host.Catalog.ListAsync(null, 0, 100)).Count);
        Assert.Empty(Directory.EnumerateFiles(Host.Layout.UploadFolder));
    }

    [Fact]
    public async Task Delete_removes_the_item_and_its_files()
    {
        var folder = Host.Layout.ItemFolder(Some.OrthoId);
        Directory.CreateDirectory(folder);

        var done = await Host.PostJsonAsync($"{ArcGisHost.Content}/items/{Some.OrthoId}/delete", ("f", "json"));

        Assert.True((bool)done["success"]!);
        Assert.False(Directory.Exists(folder));
        Assert.Null(await Host.Catalog.FindAsync(Some.OrthoId));
        EsriAssert.Error(400, await Host.PostJsonAsync($"{ArcGisHost.Content}/items/{Some.OrthoId}/delete", ("f", "json")), $"There is no item '{Some.OrthoId}'.");
    }
}
