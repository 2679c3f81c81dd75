using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Tests.Infrastructure;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Requests;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.Portal;

/// <summary>An item that is made before the job, as Map Viewer and the Python API do.</summary>
public sealed class CreateServiceTests : HostedTest
{
    private const string Create = """{"name":"LandCover_7","description":"d","capabilities":"Image","properties":{"isCached":true,"path":"@","description":"","copyright":""}}""";

    [Fact]
    public async Task CreateService_gives_what_Map_Viewer_reads()
    {
        var made = await MakeAsync();

        var address = "http://host/arcgis/rest/services/Hosted/LandCover_7/ImageServer";
        EsriAssert.Json(
            $$"""
              {"success":true,"itemId":"{{made["itemId"]}}","serviceItemId":"{{made["itemId"]}}","serviceurl":"{{address}}","encodedServiceURL":"{{address}}",
              "name":"LandCover_7","size":0,"type":"Image Service","isView":false}
              """,
            made);
        var item = await Host.GetJsonAsync($"{ArcGisHost.Sharing}/content/items/{made["itemId"]}?f=json");
        Assert.Equal((address, "d", "LandCover_7"), ((string?)item["url"], (string?)item["description"], (string?)item["name"]));
        EsriAssert.Error(404, await Host.GetJsonAsync("/arcgis/rest/services/Hosted/LandCover_7/ImageServer?f=json"));
        var hosted = await Host.GetJsonAsync("/arcgis/rest/services/Hosted?f=json");
        Assert.DoesNotContain("LandCover_7", hosted.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("{}", await Host.TextAsync(await Host.GetAsync($"{ArcGisHost.Sharing}/content/items/{made["itemId"]}/data")));
    }

    [Fact]
    public async Task CreateService_of_a_taken_name_is_refused_with_a_free_one()
    {
        await MakeAsync();
        EsriAssert.Error(
            400, await Host.PostJsonAsync($"{ArcGisHost.Content}/createService", ("createParameters", Create), ("outputType", "imageService")),
            "createParameters.name: The name 'LandCover_7' is taken; 'LandCover_7_1' is free.");
    }

    [Theory]
    [InlineData("""{"serviceProperties":{"name":"LandCover_7","serviceUrl":"SERVICE","capabilities":"Image"},"itemProperties":{"itemId":"ITEM","folderId":""}}""")]
    [InlineData("""{"itemProperties":{"itemId":"ITEM"}}""")]
    [InlineData("""{"itemId":"ITEM"}""")]
    [InlineData("""{"url":"SERVICE"}""")]
    [InlineData("""{"serviceProperties":{"name":"LandCover_7","serviceUrl":"SERVICE"}}""")]
    public async Task Job_in_every_form_of_the_output_goes_to_the_item(string form)
    {
        var made = await MakeAsync();
        var job = await JobAsync(await Host.SubmitAsync(("outputClassifiedRaster", Fill(form, made))));
        Assert.Equal(((string?)made["itemId"], "LandCover_7"), (job.OutputItemId, job.OutputName));
    }

    [Fact]
    public async Task Job_with_a_folder_moves_the_item_there()
    {
        var made = await MakeAsync();
        var folder = (await Host.PostJsonAsync($"{ArcGisHost.Content}/createFolder", ("title", "Results")))["folder"]!;

        await Host.SubmitAsync(("outputClassifiedRaster", $$$"""{"itemProperties":{"itemId":"{{{made["itemId"]}}}","folderId":"{{{folder["id"]}}}"}}"""));

        var item = await Host.GetJsonAsync($"{ArcGisHost.Sharing}/content/items/{made["itemId"]}?f=json");
        Assert.Equal((string?)folder["id"], (string?)item["ownerFolder"]);
    }

    [Fact]
    public async Task Job_without_an_item_takes_the_folder_by_id_or_title()
    {
        var folder = (await Host.PostJsonAsync($"{ArcGisHost.Content}/createFolder", ("title", "Results")))["folder"]!;
        foreach (var asked in (string[])[(string)folder["id"]!, "results"])
        {
            var job = await JobAsync(await Host.SubmitAsync(("outputClassifiedRaster", $$$"""{"serviceProperties":{"name":"R"},"itemProperties":{"folderId":"{{{asked}}}"}}""")));
            Assert.Equal("Results", PlanJson.Read<JobRequest>(job.Request).Folder);
        }

        var unknown = await SubmitAsync($$$"""{"serviceProperties":{"name":"R"},"itemProperties":{"folderId":"{{{new string('0', 32)}}}"}}""");
        Assert.StartsWith("folderId: There is no folder", Assert.Single(EsriAssert.Details(unknown)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"itemId":"nothing"}""", "outputClassifiedRaster.itemId: There is no item 'nothing'; make one with createService, or leave it out and give a name.")]
    [InlineData($$"""{"itemId":"{{Some.OrthoId}}"}""", $"outputClassifiedRaster.itemId: The item '{Some.OrthoId}' has a raster already; make another with createService, or leave it out and give a name.")]
    [InlineData($$"""{"itemId":"{{Some.ModelId}}"}""", $"outputClassifiedRaster.itemId: The item '{Some.ModelId}' is of type Deep Learning Package; an Image Service without a raster is needed, as createService makes it.")]
    [InlineData("""{"serviceProperties":{"name":"Ortho"}}""", "outputClassifiedRaster: The name 'Ortho' is taken; 'Ortho_1' is free.")]
    public async Task Job_for_what_cannot_be_filled_is_refused(string output, string detail) => EsriAssert.Error(400, await SubmitAsync(output), detail);

    [Fact]
    public async Task Job_for_an_item_of_another_portal_is_published_here_and_says_so()
    {
        var id = await Host.SubmitAsync(("outputClassifiedRaster",
            """{"serviceProperties":{"name":"Far","serviceUrl":"https://portal.example.com/server/rest/services/Hosted/Far/ImageServer"},"itemProperties":{"itemId":"far"}}"""));

        Assert.Equal((null, "Far"), ((await JobAsync(id)).OutputItemId, (await JobAsync(id)).OutputName));
        Assert.Contains(await Host.Jobs.MessagesAsync(id), message => message.Type == JobMessageType.Warning && message.Text.Contains("another server", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Item_without_a_raster_is_no_input()
    {
        var made = await MakeAsync();
        var answer = await Host.PostJsonAsync(
            $"{ArcGisHost.Task}/submitJob", ("inputRaster", $$"""{"itemId":"{{made["itemId"]}}"}"""), ("model", $$"""{"itemId":"{{Some.ModelId}}"}"""), ("f", "json"));
        EsriAssert.Error(400, answer, $"inputRaster: The item '{made["itemId"]}' has no raster yet; it was made for the result of a job.");
    }

    [Fact]
    public async Task Item_that_is_deleted_while_its_job_runs_takes_the_job_with_it()
    {
        var made = await MakeAsync();
        var id = await Host.SubmitAsync(("outputClassifiedRaster", $$"""{"itemId":"{{made["itemId"]}}"}"""));
        await Host.Catalog.ClaimAsync((string)made["itemId"]!, id);
        Host.Jobs.Change(id, job => job with { Status = JobStatus.Executing });

        await Host.PostJsonAsync($"{ArcGisHost.Content}/items/{made["itemId"]}/delete", ("f", "json"));

        Assert.Equal(JobStatus.Cancelling, (await JobAsync(id)).Status);
    }

    private string Fill(string form, JsonObject made) => form.Replace("ITEM", (string)made["itemId"]!, StringComparison.Ordinal)
        .Replace("SERVICE", $"{Host.Client.BaseAddress}arcgis/rest/services/Hosted/LandCover_7/ImageServer", StringComparison.Ordinal);

    private async Task<JsonObject> MakeAsync() =>
        await Host.PostJsonAsync($"{ArcGisHost.Content}/createService", ("createParameters", Create), ("outputType", "imageService"), ("f", "json"));

    private async Task<AnalysisJob> JobAsync(string id) => (await Host.Jobs.FindAsync(id))!;

    private Task<JsonObject> SubmitAsync(string output) => Host.PostJsonAsync(
        $"{ArcGisHost.Task}/submitJob", ("outputClassifiedRaster", output), ("inputRaster", $$"""{"itemId":"{{Some.OrthoId}}"}"""),
        ("model", $$"""{"itemId":"{{Some.ModelId}}"}"""), ("f", "json"));
}
