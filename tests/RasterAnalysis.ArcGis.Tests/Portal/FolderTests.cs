using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Tests.Infrastructure;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.Portal;

public sealed class FolderTests : HostedTest
{
    [Fact]
    public async Task Folder_is_listed_filled_by_moves_and_deleted_with_its_items()
    {
        var folder = (await Host.PostJsonAsync($"{ArcGisHost.Content}/createFolder", ("title", " Results "), ("f", "json")))["folder"]!;
        Assert.Equal(("admin", "Results"), ((string?)folder["username"], (string?)folder["title"]));

        var moved = await Host.PostJsonAsync($"{ArcGisHost.Content}/items/{Some.OrthoId}/move", ("folder", (string)folder["id"]!), ("f", "json"));
        Assert.Equal((true, (string?)folder["id"]), ((bool)moved["success"]!, (string?)moved["folder"]));
        await Host.PostJsonAsync($"{ArcGisHost.Content}/items/{Some.ModelId}/move", ("folder", "results"));
        await Host.PostJsonAsync($"{ArcGisHost.Content}/{folder["id"]}/items/{Some.ModelId}/move", ("folder", "/"));

        var root = await Host.GetJsonAsync($"{ArcGisHost.Content}?f=json");
        Assert.Equal([Some.LandCoverId, Some.ModelId], Ids(root));
        Assert.Equal((2, null, "Results"), ((int)root["total"]!, root["currentFolder"], (string?)root["folders"]![0]!["title"]));
        var inside = await Host.GetJsonAsync($"{ArcGisHost.Content}/{folder["id"]}?f=json");
        Assert.Equal([Some.OrthoId], Ids(inside));
        Assert.Equal(((string?)folder["id"], (string?)folder["id"]), ((string?)inside["currentFolder"]!["id"], (string?)inside["items"]![0]!["ownerFolder"]));

        Assert.True((bool)(await Host.PostJsonAsync($"{ArcGisHost.Content}/{folder["id"]}/delete", ("f", "json")))["success"]!);
        Assert.Null(await Host.Catalog.FindAsync(Some.OrthoId));
        Assert.Empty((await Host.GetJsonAsync($"{ArcGisHost.Content}?f=json"))["folders"]!.AsArray());
    }

    [Fact]
    public async Task Folder_of_a_title_that_is_there_is_refused()
    {
        await Host.PostJsonAsync($"{ArcGisHost.Content}/createFolder", ("title", "Results"));
        EsriAssert.Error(400, await Host.PostJsonAsync($"{ArcGisHost.Content}/createFolder", ("title", "RESULTS")), "title: there is a folder 'RESULTS' already.");
    }

    private static IEnumerable<string> Ids(JsonObject listing) => listing["items"]!.AsArray().Select(item => (string)item!["id"]!);
}
