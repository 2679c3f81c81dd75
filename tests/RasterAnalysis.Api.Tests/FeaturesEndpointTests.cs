using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Api.Tests;

public sealed class FeaturesEndpointTests(ApiHost host) : IClassFixture<ApiHost>
{
    private readonly HttpClient _http = host.CreateClient();

    [Fact]
    public async Task An_item_with_features_says_where_they_are()
    {
        var added = await AddAsync(10);
        var item = await GetAsync($"api/v1/items/{added.Id}");

        Assert.Equal("Feature Service", (string?)item["type"]);
        Assert.EndsWith($"/arcgis/rest/services/Hosted/{added.ServiceName}/FeatureServer", (string?)item["featureServer"], StringComparison.Ordinal);
        Assert.EndsWith($"/api/v1/items/{added.Id}/features", (string?)item["features"], StringComparison.Ordinal);
        Assert.Null(item["imageServer"]);
        Assert.Null(item["areas"]);
        Assert.Equal(["car", "pool"], item["classes"]!.AsArray().Select(one => (string?)one!["name"]));
        Assert.Contains(JsonNode.Parse(await _http.GetStringAsync("api/v1/items?type=Feature%20Service"))!.AsArray(), one => (string?)one!["id"] == added.Id);
    }

    [Fact]
    public async Task Its_data_is_the_GeoPackage()
    {
        var added = await AddAsync(10);
        foreach (var address in new[] { $"api/v1/items/{added.Id}/data", $"api/v1/items/{added.Id}/data/any.gpkg", $"arcgis/sharing/rest/content/items/{added.Id}/data" })
        {
            using var response = await _http.GetAsync(address);

            Assert.Equal("application/geopackage+sqlite3", response.Content.Headers.ContentType?.ToString());
            Assert.Equal(await File.ReadAllBytesAsync(added.DataPath), await response.Content.ReadAsByteArrayAsync());
        }

        Assert.Equal("{}", await _http.GetStringAsync($"arcgis/sharing/rest/content/items/{added.Id}/data?f=json"));
    }

    [Fact]
    public async Task Features_are_GeoJSON_in_longitude_and_latitude()
    {
        var added = await AddAsync(3);
        using var response = await _http.GetAsync($"api/v1/items/{added.Id}/features");
        var collection = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal("application/geo+json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(("FeatureCollection", 3, 3), ((string?)collection["type"], (int)collection["numberMatched"]!, (int)collection["numberReturned"]!));
        Assert.Equal(["self"], collection["links"]!.AsArray().Select(link => (string?)link!["rel"]));
        var feature = collection["features"]![1]!;
        Assert.Equal("""{"Class":"pool","Confidence":2,"Row":0}""", feature["properties"]!.ToJsonString());
        Assert.Equal((2, "Feature", "Polygon"), ((int)feature["id"]!, (string?)feature["type"], (string?)feature["geometry"]!["type"]));
        var ring = feature["geometry"]!["coordinates"]![0]!.AsArray();
        Assert.Equal(5, ring.Count);
        Assert.Equal(15.000127, (double)ring[0]![0]!, 1e-6);
        Assert.Equal(45.153428, (double)ring[0]![1]!, 1e-3);

        // anticlockwise: from the lower left to the right
        Assert.True((double)ring[1]![0]! > (double)ring[0]![0]!);
        Assert.True((double)ring[2]![1]! > (double)ring[1]![1]!);
    }

    [Fact]
    public async Task Pages_follow_one_another_to_the_end()
    {
        var added = await AddAsync(25);
        var (ids, address, pages) = (new List<int>(), $"api/v1/items/{added.Id}/features?limit=10&where=Confidence%20%3E%3D%203", 0);
        while (address is not null)
        {
            var page = await GetAsync(address);
            Assert.Equal(23, (int)page["numberMatched"]!);
            Assert.Equal(page["features"]!.AsArray().Count, (int)page["numberReturned"]!);
            ids.AddRange(page["features"]!.AsArray().Select(feature => (int)feature!["id"]!));
            address = (string?)page["links"]!.AsArray().FirstOrDefault(link => (string?)link!["rel"] == "next")?["href"];
            pages++;
        }

        Assert.Equal((3, Enumerable.Range(3, 23)), (pages, ids), (one, other) => one.Item1 == other.Item1 && one.Item2.SequenceEqual(other.Item2));
        Assert.Empty((await GetAsync($"api/v1/items/{added.Id}/features?offset=100"))["features"]!.AsArray());
    }

    [Fact]
    public async Task A_box_finds_what_lies_in_it()
    {
        var added = await AddAsync(1000);
        var middle = (await GetAsync($"api/v1/items/{added.Id}/features?offset=449&limit=1"))["features"]![0]!["geometry"]!["coordinates"]![0]!.AsArray();
        var (west, south, east, north) = ((double)middle[0]![0]!, (double)middle[0]![1]!, (double)middle[2]![0]!, (double)middle[2]![1]!);

        var found = await GetAsync(FormattableString.Invariant($"api/v1/items/{added.Id}/features?bbox={west:R},{south:R},{east:R},{north:R}"));
        Assert.Equal([450], found["features"]!.AsArray().Select(feature => (int)feature!["id"]!));
        Assert.Equal(1000, (int)(await GetAsync($"api/v1/items/{added.Id}/features?bbox=-180,-90,180,90&limit=1"))["numberMatched"]!);
        Assert.Equal(0, (int)(await GetAsync($"api/v1/items/{added.Id}/features?bbox=0,0,1,1"))["numberMatched"]!);
    }

    [Fact]
    public async Task Features_without_a_coordinate_system_are_given_as_they_are()
    {
        var added = await AddAsync(5, wkid: null);
        var found = await GetAsync($"api/v1/items/{added.Id}/features?bbox=500009,4999999,500016,5000006");

        Assert.Equal("[[[500010,5000000],[500015,5000000],[500015,5000005],[500010,5000005],[500010,5000000]]]", Assert.Single(found["features"]!.AsArray())!["geometry"]!["coordinates"]!.ToJsonString());
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=10001", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("offset=-1", "offset")]
    [InlineData("bbox=1,2,3", "bbox")]
    [InlineData("bbox=1,2,a,4", "bbox")]
    [InlineData("bbox=3,2,1,4", "bbox")]
    [InlineData("bbox=NaN,2,3,4", "bbox")]
    [InlineData("where=Colour%3D1", "where")]
    [InlineData("where=1%3D1%3B%20DROP%20TABLE%20objects", "where")]
    [InlineData("colour=red", "colour")]
    public async Task What_cannot_be_taken_is_said_with_its_name(string query, string field)
    {
        var added = await AddAsync(1);
        using var response = await _http.GetAsync($"api/v1/items/{added.Id}/features?{query}");

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains(field, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Features_that_a_job_has_made_become_an_item_of_its_name()
    {
        using var scope = host.Services.CreateScope();
        var publisher = scope.ServiceProvider.GetRequiredService<ResultPublisher>();
        var job = new AnalysisJob
        {
            Id = AnalysisJob.NewId(), Task = "Objects", Submitted = DateTimeOffset.UtcNow, Request = "{}", Inputs = "{}", OutputName = $"J{Guid.NewGuid():N}", Owner = "admin",
        };
        var made = Path.Combine(host.NewFolder(), "objects.gpkg");
        FeatureItems.Write(made, count: 4, wkid: 32633);

        var item = await publisher.PublishResultAsync(job, ResultKind.FeatureTable, [new ResultFile("", made)], [], "Cars", "", TestContext.Current.CancellationToken);
        var again = await publisher.PublishResultAsync(job, ResultKind.FeatureTable, [new ResultFile("", made)], [], "Cars", "", TestContext.Current.CancellationToken);

        Assert.Equal((ItemType.FeatureService, job.OutputName, $"{job.OutputName}.gpkg", false), (item.Type, item.ServiceName, item.Name, item.IsReserved));
        Assert.Equal(item.Id, again.Id);
        Assert.False(File.Exists(made));
        Assert.Equal(4, (int)(await GetAsync($"api/v1/items/{item.Id}/features"))["numberMatched"]!);
        Assert.Equal("Feature Layer", (string?)(await GetAsync($"arcgis/rest/services/Hosted/{job.OutputName}/FeatureServer/0?f=json"))["type"]);
    }

    [Fact]
    public async Task A_deleted_item_is_gone_with_its_GeoPackage()
    {
        var added = await AddAsync(1);
        using var deleted = await _http.DeleteAsync($"api/v1/items/{added.Id}");
        using var response = await _http.GetAsync($"api/v1/items/{added.Id}/features");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (deleted.StatusCode, response.StatusCode));
        Assert.False(Directory.Exists(Path.GetDirectoryName(added.DataPath)));
    }

    private Task<CatalogItem> AddAsync(int count, int? wkid = 32633) => FeatureItems.AddAsync(
        host.Services.GetRequiredService<ICatalogStore>(), host.Services.GetRequiredService<DataLayout>(), $"F{Guid.NewGuid():N}", count, wkid: wkid);

    private async Task<JsonNode> GetAsync(string address) => JsonNode.Parse(await _http.GetStringAsync(address))!;
}
