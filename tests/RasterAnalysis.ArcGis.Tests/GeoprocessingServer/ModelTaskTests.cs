using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Tests.Infrastructure;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;
using RasterAnalysis.Tools.ModelTasks;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.GeoprocessingServer;

/// <summary>The tasks about model packages, as far as the wire goes; what their jobs do is in the tests over the built service.</summary>
public sealed class ModelTaskTests : HostedTest
{
    private const string Model = $$"""{"itemId":"{{Some.ModelId}}"}""";

    public static TheoryData<string, string?, string> Tasks => new()
    {
        { ModelTaskNames.QueryInfo, "model", "outModelInfo" },
        { ModelTaskNames.List, null, "deepLearningModels" },
        { ModelTaskNames.Install, "modelPackage", "installSucceed" },
        { ModelTaskNames.Uninstall, "modelItemId", "uninstallSucceed" },
    };

    [Theory]
    [MemberData(nameof(Tasks))]
    public async Task Task_says_its_parameters(string task, string? input, string result)
    {
        var description = await Host.GetJsonAsync($"{ArcGisHost.TaskPath(task.ToUpperInvariant())}?f=json");

        Assert.Equal(task, (string?)description["name"]);
        Assert.Equal("esriExecutionTypeAsynchronous", (string?)description["executionType"]);
        var parameters = description["parameters"]!.AsArray().Select(parameter => parameter!.AsObject()).ToArray();
        Assert.All(parameters, parameter => Assert.Equal(
            ["name", "dataType", "displayName", "description", "direction", "defaultValue", "parameterType", "category"], parameter.Select(pair => pair.Key)));
        Assert.All(parameters, parameter => Assert.Equal("GPString", (string?)parameter["dataType"]));
        Assert.Equal(
            input is null ? [] : [(input, "esriGPParameterTypeRequired")],
            parameters.Where(parameter => (string?)parameter["parameterType"] == "esriGPParameterTypeRequired").Select(parameter => ((string)parameter["name"]!, (string)parameter["parameterType"]!)));
        Assert.Equal((result, "esriGPParameterTypeDerived", "esriGPParameterDirectionOutput"), (
            (string?)parameters[^1]["name"], (string?)parameters[^1]["parameterType"], (string?)parameters[^1]["direction"]));
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public async Task Job_from_submission_to_result_is_one_of_its_task(string task, string? input, string result)
    {
        var submitted = await Host.PostJsonAsync($"{ArcGisHost.TaskPath(task)}/submitJob", Form(input, Model));
        var job = Assert.Single(Host.Jobs.All);
        EsriAssert.Json($$"""{"jobId":"{{job.Id}}","jobStatus":"esriJobSubmitted"}""", submitted);
        Assert.Equal((task, "", "admin"), (job.Task, job.OutputName, job.Owner));
        Assert.Equal([job.Id], Host.Queue.QueuedModelTasks);
        Assert.Empty(Host.Queue.Queued);
        if (input is not null)
        {
            var request = PlanJson.Read<ModelTaskRequest>(job.Request);
            Assert.Equal((Some.ModelId, Some.Model.DataPath), (request.ItemId, request.Model!.Path));
        }

        var path = $"{ArcGisHost.TaskPath(task)}/jobs/{job.Id}";
        EsriAssert.Error(400, await Host.GetJsonAsync($"{path}/results/{result}?f=json"), "results: the job has no result; its status is esriJobSubmitted.");
        await Host.Jobs.SetResultValueAsync(job.Id, """{"modelInfo":"{\"Framework\":\"Onnx\"}"}""", TestContext.Current.CancellationToken);
        EsriAssert.Error(400, await Host.GetJsonAsync($"{path}/results/{result}?f=json"), "results: the job has no result; its status is esriJobSubmitted.");
        Host.Jobs.Change(job.Id, found => found with { Status = JobStatus.Succeeded });

        var done = await Host.GetJsonAsync($"{path}?f=json");
        EsriAssert.Json($$$"""{"{{{result}}}":{"paramUrl":"results/{{{result}}}"}}""", done["results"]);
        EsriAssert.Json(input is null ? "{}" : $$$"""{"{{{input}}}":{"paramUrl":"inputs/{{{input}}}"}}""", done["inputs"]);
        var expected = $$$"""{"paramName":"{{{result}}}","dataType":"GPString","value":{"modelInfo":"{\"Framework\":\"Onnx\"}"}}""";
        EsriAssert.Json(expected, await Host.PostJsonAsync($"{path}/results/{result.ToUpperInvariant()}", ("f", "json"), ("returnType", "data")));
        EsriAssert.Json($$"""{"results":[{{expected}}]}""", await Host.GetJsonAsync($"{path}/results?f=json"));
    }

    [Theory]
    [InlineData("jobs")]
    [InlineData("execute")]
    public async Task Job_of_one_task_is_unknown_to_the_others(string operation)
    {
        var jobId = (string)(await Host.PostJsonAsync($"{ArcGisHost.TaskPath(ModelTaskNames.List)}/submitJob", ("f", "json")))["jobId"]!;
        foreach (var task in ModelTaskNames.All)
        {
            var path = $"{ArcGisHost.TaskPath(task)}/{operation}{(operation == "jobs" ? $"/{jobId}" : "")}";
            Assert.Equal(task == ModelTaskNames.List && operation == "jobs", (await Host.GetJsonAsync($"{path}?f=json")).ContainsKey("jobId"));
        }
    }

    [Theory]
    [InlineData("""{"itemId":"0123456789abcdef0123456789abcdef"}""")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("{itemId:'0123456789abcdef0123456789abcdef'}")]
    [InlineData("{url:'http://host/arcgis/sharing/rest/content/items/0123456789abcdef0123456789abcdef?token=SECRET'}")]
    [InlineData("{url:'http://host/arcgis/sharing/content/items/0123456789abcdef0123456789abcdef'}")]
    [InlineData("\"{\\\"itemId\\\":\\\"0123456789abcdef0123456789abcdef\\\"}\"")]
    public async Task Model_in_every_form_is_found(string form)
    {
        var text = form.Replace("0123456789abcdef0123456789abcdef", Some.ModelId, StringComparison.Ordinal)
            .Replace("http://host", Host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
        foreach (var (task, input) in ((string, string)[])[(ModelTaskNames.QueryInfo, "MODEL"), (ModelTaskNames.Install, "modelpackage"), (ModelTaskNames.Uninstall, "modelItemId")])
        {
            var answer = await Host.PostJsonAsync($"{ArcGisHost.TaskPath(task)}/submitJob", Form(input, text));
            Assert.True(answer.ContainsKey("jobId"), answer.ToJsonString());
        }

        Assert.All(Host.Jobs.All, job => Assert.Equal(Some.ModelId, PlanJson.Read<ModelTaskRequest>(job.Request).ItemId));
        Assert.All(Host.Jobs.All, job => Assert.DoesNotContain("SECRET", job.Inputs + job.Request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Query_from_Map_Viewer_gets_no_warning()
    {
        var answer = await Host.PostJsonAsync(
            $"{ArcGisHost.TaskPath(ModelTaskNames.QueryInfo)}/submitJob", ("f", "json"), ("model", Model), ("context", """{"f":"json"}"""), ("returnProcessInfo", "true"),
            ("env:outSR", ""), ("returnZ", "false"), ("outputType", "tiledLayer"));
        var job = await Host.GetJsonAsync($"{ArcGisHost.TaskPath(ModelTaskNames.QueryInfo)}/jobs/{answer["jobId"]}?f=json");
        EsriAssert.Json("""[{"type":"esriJobMessageTypeInformative","description":"Submitted."}]""", job["messages"]);
    }

    [Theory]
    [InlineData(ModelTaskNames.QueryInfo, "model", """{"ModelType":"ImageClassification","ModelFile":"a.onnx"}""", "model: is a model definition without its network")]
    [InlineData(ModelTaskNames.QueryInfo, "model", $$"""{"itemId":"{{Some.OrthoId}}"}""", "model: The item '")]
    [InlineData(ModelTaskNames.Install, "modelPackage", """{"url":"https://elsewhere.example/m.dlpk"}""", "modelPackage: The host 'elsewhere.example' is not one")]
    [InlineData(ModelTaskNames.Install, "modelPackage", """{"uri":"/rasterStores/none/m.dlpk"}""", "modelPackage: There is no raster store 'none'.")]
    [InlineData(ModelTaskNames.Uninstall, "modelItemId", """{"itemId":"ffffffffffffffffffffffffffffffff"}""", "modelItemId: There is no item")]
    [InlineData(ModelTaskNames.Uninstall, "modelItemId", "", "modelItemId: is required")]
    public async Task Model_that_cannot_be_taken_is_refused_before_there_is_a_job(string task, string input, string value, string expected)
    {
        var details = EsriAssert.Details(await Host.PostJsonAsync($"{ArcGisHost.TaskPath(task)}/submitJob", Form(input, value)));
        Assert.StartsWith(expected, Assert.Single(details), StringComparison.Ordinal);
        Assert.Empty(Host.Jobs.All);
    }

    private static (string, string)[] Form(string? input, string value) => input is null ? [("f", "json")] : [("f", "json"), (input, value)];
}
