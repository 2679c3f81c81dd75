using RasterAnalysis.ArcGis.Tests.Infrastructure;
using RasterAnalysis.Jobs;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.GeoprocessingServer;

public sealed class JobTests : HostedTest
{
    private const string OutputParameter = """{"serviceProperties":{"name":"Result"}}""";

    private static string PathOf(string jobId) => $"{ArcGisHost.Task}/jobs/{jobId}";

    [Fact]
    public async Task Job_from_submission_to_result_shows_each_state_in_full()
    {
        var jobId = await Host.SubmitAsync(("outputClassifiedRaster", OutputParameter), ("processAllRasterItems", "false"));
        const string Inputs =
            """
            "inputs":{"inputRaster":{"paramUrl":"inputs/inputRaster"},"outputClassifiedRaster":{"paramUrl":"inputs/outputClassifiedRaster"},
              "model":{"paramUrl":"inputs/model"},"processAllRasterItems":{"paramUrl":"inputs/processAllRasterItems"}}
            """;
        const string Submitted = """{"type":"esriJobMessageTypeInformative","description":"Submitted."}""";
        await ShowsAsync($$"""{"jobId":"{{jobId}}","jobStatus":"esriJobSubmitted",{{Inputs}},"messages":[{{Submitted}}]}""");

        await Host.Jobs.TryMoveAsync(jobId, JobStatus.Waiting, null, cancellationToken: TestContext.Current.CancellationToken);
        await ShowsAsync($$"""{"jobId":"{{jobId}}","jobStatus":"esriJobWaiting",{{Inputs}},"messages":[{{Submitted}}]}""");

        await Host.Jobs.TryMoveAsync(jobId, JobStatus.Executing, null, cancellationToken: TestContext.Current.CancellationToken);
        await Host.Jobs.SetProgressAsync(jobId, 42.9, "Classifying", TestContext.Current.CancellationToken);
        await Host.Jobs.AddMessageAsync(jobId, JobMessageType.Warning, "A section was tried again.", TestContext.Current.CancellationToken);
        const string Messages = $$"""[{{Submitted}},{"type":"esriJobMessageTypeWarning","description":"A section was tried again."}]""";
        await ShowsAsync(
            $$"""
            {"jobId":"{{jobId}}","jobStatus":"esriJobExecuting","progress":{"type":"step","message":"Classifying","percent":42},{{Inputs}},
             "messages":{{Messages}}}
            """);

        await Host.Jobs.TryMoveAsync(jobId, JobStatus.Succeeded, jobId[1..], cancellationToken: TestContext.Current.CancellationToken);
        await ShowsAsync(
            $$$"""
            {"jobId":"{{{jobId}}}","jobStatus":"esriJobSucceeded","results":{"outRaster":{"paramUrl":"results/outRaster"}},{{{Inputs}}},
             "messages":{{{Messages}}}}
            """);

        async Task ShowsAsync(string expected) => EsriAssert.Json(expected, await Host.GetJsonAsync($"{PathOf(jobId)}?f=json"));
    }

    [Fact]
    public async Task Job_without_messages_leaves_them_out()
    {
        var jobId = await Host.SubmitAsync();
        EsriAssert.Json("[]", (await Host.PostJsonAsync(PathOf(jobId), ("f", "json"), ("returnMessages", "false")))["messages"]);
    }

    [Theory]
    [InlineData("outRaster")]
    [InlineData("outraster")]
    [InlineData("outputClassifiedRaster")]
    public async Task Result_by_name_or_alias_is_the_layer(string name)
    {
        var jobId = await Host.SubmitAsync(("outputClassifiedRaster", OutputParameter));
        Host.Jobs.Change(jobId, job => job with { Status = JobStatus.Succeeded, ResultItemId = jobId[1..] });
        var expected =
            $$$"""
            {"paramName":"outRaster","dataType":"GPString",
             "value":{"itemId":"{{{jobId[1..]}}}","url":"http://host/arcgis/rest/services/Hosted/Result/ImageServer"}}
            """;
        EsriAssert.Json(expected, await Host.GetJsonAsync($"{PathOf(jobId)}/results/{name}?returnType=data&f=json"));
        EsriAssert.Json($$"""{"results":[{{expected}}]}""", await Host.GetJsonAsync($"{PathOf(jobId)}/results?f=json"));
    }

    [Fact]
    public async Task Result_under_a_path_base_is_addressed_there()
    {
        await using var host = await ArcGisHost.StartAsync(app => Microsoft.AspNetCore.Builder.UsePathBaseExtensions.UsePathBase(app, "/gis"));
        var jobId = await host.SubmitAsync(("outputClassifiedRaster", "Лес"));
        host.Jobs.Change(jobId, job => job with { Status = JobStatus.Succeeded });
        var result = await host.GetJsonAsync($"/gis{PathOf(jobId)}/results/outRaster?f=json");
        EsriAssert.Json("""{"url":"http://host/gis/arcgis/rest/services/Hosted/%D0%9B%D0%B5%D1%81/ImageServer"}""", result["value"]);
    }

    [Theory]
    [InlineData(JobStatus.Executing, "esriJobExecuting")]
    [InlineData(JobStatus.Failed, "esriJobFailed")]
    public async Task Result_of_a_job_without_one_is_an_error(JobStatus status, string word)
    {
        var jobId = await Host.SubmitAsync();
        Host.Jobs.Change(jobId, job => job with { Status = status });
        EsriAssert.Error(
            400, await Host.GetJsonAsync($"{PathOf(jobId)}/results/outRaster?f=json"), $"results: the job has no result; its status is {word}.");
    }

    [Fact]
    public async Task Inputs_give_what_was_sent()
    {
        var jobId = await Host.SubmitAsync(
            ("outputClassifiedRaster", "Result"), ("processAllRasterItems", "True"), ("context", """{"cellSize":0.5}"""), ("modelArguments", "{padding:8}"));
        EsriAssert.Json(
            """{"paramName":"outputClassifiedRaster","dataType":"GPString","value":"Result"}""",
            await Host.GetJsonAsync($"{PathOf(jobId)}/inputs/OUTPUTCLASSIFIEDRASTER?f=json"));
        EsriAssert.Json(
            $$$"""
            {"inputs":[
              {"paramName":"inputRaster","dataType":"GPString","value":{"itemId":"{{{Some.OrthoId}}}"}},
              {"paramName":"outputClassifiedRaster","dataType":"GPString","value":"Result"},
              {"paramName":"model","dataType":"GPString","value":{"itemId":"{{{Some.ModelId}}}"}},
              {"paramName":"modelArguments","dataType":"GPString","value":{"padding":8}},
              {"paramName":"processAllRasterItems","dataType":"GPBoolean","value":true},
              {"paramName":"context","dataType":"GPString","value":{"cellSize":0.5}}]}
            """,
            await Host.GetJsonAsync($"{PathOf(jobId)}/inputs?f=json"));
    }

    [Theory]
    [InlineData("context")]
    [InlineData("token")]
    public async Task An_input_that_was_not_given_is_an_error(string name)
    {
        var jobId = await Host.SubmitAsync(("token", "SECRET"));
        EsriAssert.Error(400, await Host.GetJsonAsync($"{PathOf(jobId)}/inputs/{name}?f=json"), $"inputs: the job has no input '{name}'.");
    }

    [Theory]
    [InlineData(JobStatus.Submitted, "esriJobCancelled")]
    [InlineData(JobStatus.Executing, "esriJobCancelling")]
    [InlineData(JobStatus.Succeeded, "esriJobSucceeded")]
    public async Task Cancel_gives_the_job_as_it_is_then(JobStatus status, string word)
    {
        var jobId = await Host.SubmitAsync();
        Host.Jobs.Change(jobId, job => job with { Status = status });
        var answer = await Host.PostJsonAsync($"{PathOf(jobId)}/cancel", ("f", "json"), ("id", jobId), ("returnMessages", "false"));
        Assert.Equal(word, (string?)answer["jobStatus"]);
        Assert.Equal(word, (string?)(await Host.GetJsonAsync($"{PathOf(jobId)}/cancel?f=json"))["jobStatus"]);
    }

    [Theory]
    [InlineData("jffffffffffffffffffffffffffffffff", "")]
    [InlineData("jffffffffffffffffffffffffffffffff", "/cancel")]
    [InlineData("jffffffffffffffffffffffffffffffff", "/results")]
    [InlineData("jffffffffffffffffffffffffffffffff", "/results/outRaster")]
    [InlineData("jffffffffffffffffffffffffffffffff", "/inputs/model")]
    public async Task An_unknown_job_is_a_400(string jobId, string operation)
    {
        var answer = await Host.GetJsonAsync($"{PathOf(jobId)}{operation}?f=json");
        EsriAssert.Json($$$"""{"error":{"code":400,"message":"There is no job '{{{jobId}}}'.","details":[]}}""", answer);
    }

    [Fact]
    public async Task Job_of_another_task_is_unknown()
    {
        var jobId = await Host.SubmitAsync();
        Host.Jobs.Change(jobId, job => job with { Task = "DetectObjectsUsingDeepLearning" });
        EsriAssert.Error(400, await Host.GetJsonAsync($"{PathOf(jobId)}?f=json"));
    }
}
