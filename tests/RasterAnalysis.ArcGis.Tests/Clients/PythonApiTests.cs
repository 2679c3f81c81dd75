using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Tests.Infrastructure;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools.ModelTasks;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.Clients;

/// <summary>What the ArcGIS API for Python does: it posts everything, sends every argument as a text, and blanks for what is not given.</summary>
public sealed class PythonApiTests : HostedTest
{
    [Fact]
    public async Task Import_toolbox_and_classify_gives_the_layer()
    {
        var toolbox = await Host.PostJsonAsync(ArcGisHost.Toolbox, ("f", "json"));
        Assert.Equal("", (string?)toolbox["resultMapServerName"]);
        var task = await Host.PostJsonAsync($"{ArcGisHost.Toolbox}/{toolbox["tasks"]![0]}", ("f", "json"));
        foreach (var parameter in task["parameters"]!.AsArray().Select(parameter => parameter!.AsObject()))
        {
            Assert.True(parameter.ContainsKey("defaultValue"), "the generated function reads it");
        }

        var submitted = await Host.PostJsonAsync(
            $"{ArcGisHost.Task}/submitJob",
            ("f", "json"),
            ("inputRaster", $$"""{"url": "{{Host.AddressOf(ArcGisHost.Ortho)}}"}"""),
            ("model", $$"""{"itemId": "{{Some.ModelId}}"}"""),
            ("modelArguments", """{"padding": "56", "batch_size": "4", "predict_background": "True"}"""),
            ("outputClassifiedRaster", """{"serviceProperties": {"name": "Classified_1"}, "itemProperties": {"folderId": ""}}"""),
            ("processAllRasterItems", "False"),
            ("context", ""),
            ("env:outSR", ""),
            ("returnZ", "false"));
        var jobPath = $"{ArcGisHost.Task}/jobs/{submitted["jobId"]}";
        var jobId = (string)submitted["jobId"]!;

        Host.Jobs.Change(jobId, job => job with { Status = JobStatus.Executing });
        var running = await Host.PostJsonAsync(jobPath, ("f", "json"));
        Assert.Equal("esriJobExecuting", (string?)running["jobStatus"]);
        var read = running["messages"]!.AsArray().Count;

        await Host.Jobs.AddMessageAsync(jobId, JobMessageType.Informative, "Published.", TestContext.Current.CancellationToken);
        Host.Jobs.Change(jobId, job => job with { Status = JobStatus.Succeeded, ResultItemId = jobId[1..] });
        var done = await Host.PostJsonAsync(jobPath, ("f", "json"));
        Assert.Equal(["Published."], done["messages"]!.AsArray().Skip(read).Select(message => (string?)message!["description"]));

        var resultPath = (string)done["results"]!.AsObject().Single().Value!["paramUrl"]!;
        var result = await Host.PostJsonAsync($"{jobPath}/{resultPath}", ("f", "json"));
        var value = Assert.IsType<JsonObject>(result["value"]);
        Assert.Equal(jobId[1..], (string?)value["itemId"]);
        Assert.Equal("http://host/arcgis/rest/services/Hosted/Classified_1/ImageServer", (string?)value["url"]);
    }

    [Fact]
    public async Task Import_toolbox_reads_every_listed_task()
    {
        var toolbox = await Host.PostJsonAsync(ArcGisHost.Toolbox, ("f", "json"), ("token", ""));
        var tasks = toolbox["tasks"]!.AsArray().Select(task => (string)task!).ToArray();
        Assert.Equal(11, tasks.Length);
        foreach (var name in tasks)
        {
            var task = await Host.PostJsonAsync(ArcGisHost.TaskPath(name), ("f", "json"), ("token", ""));
            Assert.Equal(name, (string?)task["name"]);
            Assert.Equal("esriExecutionTypeAsynchronous", (string?)task["executionType"]);

            // the generated function has one keyword for each input, and its source holds the default
            foreach (var parameter in task["parameters"]!.AsArray().Select(parameter => parameter!.AsObject()))
            {
                Assert.Matches("^[a-z][A-Za-z]*$", (string)parameter["name"]!);
                Assert.True(parameter.ContainsKey("defaultValue"));
                Assert.Contains((string)parameter["parameterType"]!, new[] { "esriGPParameterTypeRequired", "esriGPParameterTypeOptional", "esriGPParameterTypeDerived" });
            }

            Assert.Single(task["parameters"]!.AsArray(), parameter => (string?)parameter!["direction"] == "esriGPParameterDirectionOutput");
        }
    }

    [Theory]
    [InlineData(ModelTaskNames.QueryInfo, "outModelInfo", "model", "context")]
    [InlineData(ModelTaskNames.List, "deepLearningModels")]
    [InlineData(ModelTaskNames.Install, "installSucceed", "modelPackage")]
    [InlineData(ModelTaskNames.Uninstall, "uninstallSucceed", "modelItemId")]
    public async Task Model_task_by_post_gives_its_result(string task, string result, params string[] inputs)
    {
        var path = ArcGisHost.TaskPath(task);
        var submitted = await Host.PostJsonAsync(
            $"{path}/submitJob",
            [
                ("f", "json"), ("env:outSR", ""), ("env:processSR", ""), ("returnZ", "false"), ("returnM", "false"), ("token", ""),
                .. inputs.Select(input => (input, input == "context" ? "" : $$"""{"itemId": "{{Some.ModelId}}"}""")),
            ]);
        var jobId = (string)submitted["jobId"]!;
        Assert.Equal("esriJobSubmitted", (string?)submitted["jobStatus"]);
        var first = await Host.PostJsonAsync($"{path}/jobs/{jobId}", ("f", "json"), ("returnMessages", "true"));
        Assert.Equal(["Submitted."], first["messages"]!.AsArray().Select(message => (string?)message!["description"]));

        await Host.Jobs.SetResultValueAsync(jobId, "[{\"id\":\"x\"}]", TestContext.Current.CancellationToken);
        Host.Jobs.Change(jobId, job => job with { Status = JobStatus.Succeeded });
        var done = await Host.PostJsonAsync($"{path}/jobs/{jobId}", ("f", "json"));
        var found = Assert.Single(done["results"]!.AsObject());
        Assert.Equal(result, found.Key);
        var value = await Host.PostJsonAsync($"{path}/jobs/{jobId}/{found.Value!["paramUrl"]}", ("f", "json"));
        EsriAssert.Json($$$"""{"paramName":"{{{result}}}","dataType":"GPString","value":[{"id":"x"}]}""", value);
    }
}
