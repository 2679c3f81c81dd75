using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Tests.Infrastructure;
using RasterAnalysis.Jobs;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.Clients;

/// <summary>What the ArcGIS API for Python does: it posts everything, sends every argument as a text, and blanks for what is not given.</summary>
public sealed class PythonApiTests : HostedTest
{
    [Fact]
    public async Task ImportToolboxAndClassify_GivesTheLayer()
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
}
