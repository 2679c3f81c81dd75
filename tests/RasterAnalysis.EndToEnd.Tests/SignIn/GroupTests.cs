using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>Sharing with groups, by both APIs.</summary>
public sealed class GroupTests(SecuredService service) : IClassFixture<SecuredService>
{
    private static readonly byte[] Raster = TiffFile.Byte(8, 8, 1, (_, row, column) => (byte)(row + column));

    [Fact]
    public async Task Members_see_what_is_shared_with_their_group_for_as_long_as_they_are_in_it()
    {
        var (group, id) = (await MakeAsync(service.Ann, "Harbour"), (string)(await service.Ann.AddAsync(Raster, "harbour.tif"))["id"]!);
        using var shared = await service.Ann.Http.PutAsJsonAsync($"api/v1/items/{id}/access", new { access = "shared", groups = new[] { group } });

        Assert.Equal(HttpStatusCode.OK, shared.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(service.Bob, $"api/v1/items/{id}"));

        using var joined = await service.Ann.Http.PutAsync($"api/v1/groups/{group}/members/bob", null);
        Assert.Equal(HttpStatusCode.NoContent, joined.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(service.Bob, $"api/v1/items/{id}"));
        Assert.Contains(id, (await service.Bob.GetAsync("api/v1/items?take=1000")).AsArray().Select(item => (string)item!["id"]!));
        Assert.Equal(["ann", "bob"], (await service.Bob.GetAsync($"api/v1/groups/{group}/members")).AsArray().Select(name => (string)name!));
        Assert.Equal([group], (await service.Bob.GetAsync("arcgis/sharing/rest/community/groups?q=title:harb&f=json"))["results"]!.AsArray().Select(found => (string)found!["id"]!));
        using var changed = await service.Bob.Http.DeleteAsync($"api/v1/groups/{group}");
        Assert.Equal(HttpStatusCode.Forbidden, changed.StatusCode);

        using var left = await service.Bob.Http.DeleteAsync($"api/v1/groups/{group}/members/bob");
        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(service.Bob, $"api/v1/items/{id}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(service.Bob, $"api/v1/groups/{group}/members"));
    }

    [Fact]
    public async Task ArcGIS_shares_and_unshares_by_its_own_words()
    {
        var (group, id) = (await MakeAsync(service.Publisher, "Rivers"), (string)(await service.Publisher.AddAsync(Raster, "rivers.tif"))["id"]!);
        var item = $"arcgis/sharing/rest/content/users/pam/items/{id}";

        var shared = await PostAsync($"{item}/share", ("groups", group));
        var byGroup = await AccessAsync(id);
        await PostAsync($"{item}/unshare", ("groups", group));
        var alone = await AccessAsync(id);
        await PostAsync($"{item}/share", ("org", "true"));
        var byAll = await AccessAsync(id);
        await PostAsync("arcgis/sharing/rest/content/users/pam/shareItems", ("items", id), ("everyone", "true"), ("org", "true"));

        Assert.Equal(id, (string)shared["itemId"]!);
        Assert.Equal(("shared", "private", "org", "public"), (byGroup, alone, byAll, await AccessAsync(id)));
    }

    [Fact]
    public async Task Nobody_shares_with_a_group_that_they_are_not_in()
    {
        var (group, id) = (await MakeAsync(service.Publisher, "Closed"), (string)(await service.Ann.AddAsync(Raster, "open.tif"))["id"]!);

        using var shared = await service.Ann.Http.PutAsJsonAsync($"api/v1/items/{id}/access", new { access = "shared", groups = new[] { group } });
        using var seen = await service.Ann.Http.GetAsync($"api/v1/groups/{group}/members");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (shared.StatusCode, seen.StatusCode));
    }

    private static async Task<string> MakeAsync(ServiceClient client, string title)
    {
        using var made = await client.Http.PostAsJsonAsync("api/v1/groups", new { title });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        return (string)(await made.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
    }

    private async Task<JsonNode> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), KeyValuePair.Create("f", "json")]);
        using var answer = await service.Publisher.Http.PostAsync(path, form);
        var body = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Null(body["error"]);
        return body;
    }

    private async Task<string> AccessAsync(string id) => (string)(await service.Publisher.GetAsync($"arcgis/sharing/rest/content/items/{id}?f=json"))["access"]!;

    private static async Task<HttpStatusCode> StatusAsync(ServiceClient client, string path)
    {
        using var response = await client.Http.GetAsync(path);
        return response.StatusCode;
    }
}
