using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Requests;

/// <summary>What raster stores say is in them, and what they do not.</summary>
public sealed class RasterStoreTests : IClassFixture<OwnService>
{
    private readonly OwnService _service;

    public RasterStoreTests(OwnService service)
    {
        _service = service;
        var store = service.Process.Store;
        Directory.CreateDirectory(Path.Combine(store, "2024", "south #1"));
        Directory.CreateDirectory(Path.Combine(store, "cube.zarr"));
        File.WriteAllBytes(Path.Combine(store, "2024", "south #1", "Olinda é.tif"), TiffFile.Byte(30, 20, 1, (_, row, _) => (byte)row));
        foreach (var name in (string[])["b.TIF", "A.jp2", "model.dlpk", "words.txt", "b.TIF.aux.xml", "b.TIF.ovr", ".hidden.tif", "envi", "envi.hdr"])
        {
            File.WriteAllText(Path.Combine(store, name), name);
        }

        Link("within", Path.Combine("2024", "south #1"));
        Link("out", "../data");
        Link("out.tif", "/etc/passwd");
        Link("around", "within/../../../data");
        Link("circle", "circle");

        void Link(string name, string target)
        {
            File.Delete(Path.Combine(store, name));
            File.CreateSymbolicLink(Path.Combine(store, name), target);
        }
    }

    [Fact]
    public async Task A_store_lists_folders_rasters_and_packages_with_sizes_and_dates()
    {
        var stores = await _service.Client.GetAsync("api/v1/raster-stores");
        var entries = (await _service.Client.GetAsync("api/v1/raster-stores/store")).AsArray();

        Assert.Equal("""[{"name":"store","uri":"/rasterStores/store"}]""", stores.ToJsonString());
        Assert.Equal(
            ["folder 2024", "folder within", "raster A.jp2", "raster b.TIF", "raster cube.zarr", "raster envi", "package model.dlpk"], entries.Select(entry => $"{entry!["kind"]} {entry["name"]}"));
        var raster = entries.Single(entry => (string)entry!["name"]! == "b.TIF")!;
        Assert.Equal(("/rasterStores/store/b.TIF", 5), ((string)raster["uri"]!, (int)raster["size"]!));
        Assert.InRange(DateTimeOffset.UtcNow - raster["modified"]!.GetValue<DateTimeOffset>(), TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(10));
        Assert.Null(entries[0]!["size"]);
        Assert.Single((await _service.Client.GetAsync("api/v1/raster-stores/store?path=within")).AsArray());
    }

    [Fact]
    public async Task What_is_found_becomes_a_layer_by_its_uri()
    {
        var folders = (await _service.Client.GetAsync("api/v1/raster-stores/store?path=2024")).AsArray();
        var raster = Assert.Single((await _service.Client.GetAsync($"api/v1/raster-stores/store?path={Uri.EscapeDataString((string)folders[0]!["path"]!)}")).AsArray())!;
        Assert.Equal("/rasterStores/store/2024/south #1/Olinda é.tif", (string)raster["uri"]!);

        using var layer = await _service.Client.Http.PostAsJsonAsync("api/v1/imagery-layers", new { uris = new[] { (string)raster["uri"]! } }, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Created, layer.StatusCode);
        Assert.Equal("Olinda é", (string)(await layer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["title"]!);
    }

    [Fact]
    public async Task A_long_folder_comes_in_pages()
    {
        var names = new List<string>();
        var next = "api/v1/raster-stores/store?take=3";
        while (next is not null)
        {
            using var answer = await _service.Client.Http.GetAsync(next, TestContext.Current.CancellationToken);
            Assert.Equal("7", answer.Headers.GetValues("X-Total-Count").Single());
            names.AddRange((await answer.Content.ReadFromJsonAsync<JsonArray>(TestContext.Current.CancellationToken))!.Select(entry => (string)entry!["name"]!));
            next = answer.Headers.TryGetValues("Link", out var links) ? links.Single()[1..links.Single().IndexOf('>', StringComparison.Ordinal)] : null;
        }

        Assert.Equal(["2024", "within", "A.jp2", "b.TIF", "cube.zarr", "envi", "model.dlpk"], names);
    }

    [Theory]
    [InlineData("none", 404, null)]
    [InlineData("store?path=..", 400, "path")]
    [InlineData("store?path=2024/../..", 400, "path")]
    [InlineData("store?path=..%5C..", 400, "path")]
    [InlineData("store?path=%00", 400, "path")]
    [InlineData("store?path=/etc", 400, "path")]
    [InlineData("store?path=nowhere", 400, "path")]
    [InlineData("store?path=b.TIF", 400, "path")]
    [InlineData("store?path=out", 400, "path")]
    [InlineData("store?path=out/items", 400, "path")]
    [InlineData("store?path=around", 400, "path")]
    [InlineData("store?path=circle", 400, "path")]
    [InlineData("store?folder=2024", 400, "folder")]
    [InlineData("store?skip=many", 400, "skip")]
    public async Task What_leads_nowhere_or_out_of_the_store_is_refused(string path, int status, string? field)
    {
        using var answer = await _service.Client.Http.GetAsync($"api/v1/raster-stores/{path}", TestContext.Current.CancellationToken);

        var problem = (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        Assert.Equal((status, field), ((int)answer.StatusCode, (string?)problem["errors"]!.AsArray().FirstOrDefault()?["field"]));
    }
}
