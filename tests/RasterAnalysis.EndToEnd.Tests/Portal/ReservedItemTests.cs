using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Jobs;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing.Service;
using static RasterAnalysis.EndToEnd.Tests.Portal.PortalCalls;

namespace RasterAnalysis.EndToEnd.Tests.Portal;

/// <summary>An item that was made for a result, when the job does not go to its good end in one go: nothing is left half done.</summary>
public sealed class ReservedItemTests(OwnService own) : IClassFixture<OwnService>
{
    private ServiceProcess Service => own.Process;

    private ServiceClient Client => own.Client;

    [Fact]
    public async Task A_job_that_fails_leaves_the_item_as_it_was_made_and_the_client_may_delete_it()
    {
        var made = await Client.CreateServiceAsync("Failing");
        await LongJob.PrepareAsync(Service);
        var job = await SubmitAsync(made, ("context", """{"extent":{"xmin":0,"ymin":0,"xmax":1,"ymax":1}}"""));

        await Client.FinishAsync(job, "esriJobFailed");

        await AssertIsEmptyAsync(made);
        await Client.PortalAsync($"{Content}/items/{made["itemId"]}/delete");
        await Client.CreateServiceAsync("Failing");
    }

    [Fact]
    public async Task A_job_that_is_cancelled_leaves_the_item_as_it_was_made_for_the_next_one()
    {
        await LongJob.PrepareAsync(Service);
        var made = await Client.CreateServiceAsync("Cancelling");
        var job = await SubmitAsync(made);
        await LongJob.HalfDoneAsync(Service, job);
        Assert.Contains("is being filled by the job", (await TrySubmitAsync(made))["error"]!.ToJsonString(), StringComparison.Ordinal);

        await Client.PortalAsync($"{TaskPath}/jobs/{job}/cancel");
        await Client.FinishAsync(job, "esriJobCancelled");

        await AssertIsEmptyAsync(made);
        var again = await SubmitAsync(made);
        await LongJob.AssertRightAsync(Service, again);
        var value = (await Client.GetAsync($"{TaskPath}/jobs/{again}/results/outRaster?f=json"))["value"]!;
        Assert.Equal(((string?)made["itemId"], (string?)made["serviceurl"]), ((string?)value["itemId"], (string?)value["url"]));
    }

    [Fact]
    public async Task An_item_that_is_deleted_while_its_job_runs_takes_the_job_with_it()
    {
        await LongJob.PrepareAsync(Service);
        var made = await Client.CreateServiceAsync("Vanishing");
        var job = await SubmitAsync(made);
        await LongJob.HalfDoneAsync(Service, job);

        await Client.PortalAsync($"{Content}/items/{made["itemId"]}/delete");

        await Client.FinishAsync(job, "esriJobCancelled");
        Assert.False(Directory.Exists(Path.Combine(Service.DataRoot, "items", (string)made["itemId"]!)));
        Assert.False(Directory.Exists(Path.Combine(Service.DataRoot, "jobs", job)));
        Assert.NotNull((await Client.GetAsync($"{Sharing}/content/items/{made["itemId"]}?f=json"))["error"]);
    }

    [Fact]
    public async Task A_job_that_goes_on_after_a_crash_still_fills_its_item()
    {
        await LongJob.PrepareAsync(Service);
        var made = await Client.CreateServiceAsync("Crashing");
        var job = await SubmitAsync(made);
        await LongJob.HalfDoneAsync(Service, job);

        await Service.KillAsync();
        await Service.StartAsync();

        var done = await LongJob.AssertRightAsync(Service, job);
        Assert.Equal((string?)made["itemId"], (string?)done["result"]!["itemId"]);
        var item = await Client.GetAsync($"{Sharing}/content/items/{made["itemId"]}?f=json");
        Assert.True((long)item["size"]! > 0);
    }

    private async Task AssertIsEmptyAsync(JsonNode made)
    {
        var item = await Client.GetAsync($"{Sharing}/content/items/{made["itemId"]}?f=json");
        Assert.Equal((0L, (string?)made["name"], (string?)made["serviceurl"]), ((long)item["size"]!, (string?)item["name"], (string?)item["url"]));
        Assert.NotNull((await Client.GetAsync($"{made["serviceurl"]}?f=json"))["error"]);
        Assert.False(Directory.Exists(Path.Combine(Service.DataRoot, "items", (string)made["itemId"]!)));
        var free = await Client.GetAsync($"{Sharing}/portals/self/isServiceNameAvailable?name={made["name"]}&type=Image%20Service&f=json");
        Assert.False((bool)free["available"]!);
    }

    private async Task<string> SubmitAsync(JsonNode made, params (string Name, string Value)[] more)
    {
        var answer = await TrySubmitAsync(made, more);
        Assert.True(answer["jobId"] is not null, answer.ToJsonString());
        return (string)answer["jobId"]!;
    }

    private Task<JsonNode> TrySubmitAsync(JsonNode made, params (string Name, string Value)[] more) => Client.TryPortalAsync(
        $"{TaskPath}/submitJob",
        [("inputRaster", """{"uri":"/rasterStores/store/long.tif"}"""), ("model", """{"uri":"/rasterStores/store/long.dlpk"}"""), OutputOf(made),
            .. more.Any(field => field.Name == "context") ? more : [("context", """{"reuseResults":false}"""), .. more]]);
}
