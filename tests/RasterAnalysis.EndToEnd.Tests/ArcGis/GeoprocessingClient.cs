using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.ArcGis;

/// <summary>Speaks to the tasks of the toolbox as the ArcGIS API for Python does: everything by POST, every value a text.</summary>
internal sealed class GeoprocessingClient(ServiceClient client, string task)
{
    private static readonly string[] Open = ["esriJobSubmitted", "esriJobWaiting", "esriJobExecuting", "esriJobCancelling"];

    private string TaskPath => $"arcgis/rest/services/System/RasterAnalysisTools/GPServer/{task}";

    /// <summary>An answer.</summary>
    public async Task<JsonNode> PostAsync(string path, params (string Name, string Value)[] parameters)
    {
        using var form = new FormUrlEncodedContent([.. parameters.Select(p => KeyValuePair.Create(p.Name, p.Value)), KeyValuePair.Create("f", "json")]);
        using var response = await client.Http.PostAsync($"{TaskPath}/{path}", form);
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>Submits a job that is taken.</summary>
    public async Task<string> SubmitAsync(params (string Name, string Value)[] parameters)
    {
        var answer = await PostAsync("submitJob", parameters);
        Assert.True(answer["jobId"] is not null, answer.ToJsonString());
        return answer["jobId"]!.GetValue<string>();
    }

    /// <summary>Waits until a job is over.</summary>
    public async Task<JsonNode> FinishedAsync(string jobId, string expected = "esriJobSucceeded")
    {
        var job = await Until.FoundAsync(
            async () => await PostAsync($"jobs/{jobId}") is var found && !Open.Contains(found["jobStatus"]!.GetValue<string>()) ? found : null, $"job {jobId}");
        Assert.True(job["jobStatus"]!.GetValue<string>() == expected, job.ToJsonString());
        return job;
    }

    /// <summary>Runs a job to its good end.</summary>
    /// <returns>The job, and the value of its one result.</returns>
    public async Task<(JsonNode Job, JsonNode Value)> RunAsync(params (string Name, string Value)[] parameters)
    {
        var job = await FinishedAsync(await SubmitAsync(parameters));
        var (name, address) = Assert.Single(job["results"]!.AsObject());
        var result = await PostAsync($"jobs/{job["jobId"]}/{address!["paramUrl"]}");
        Assert.Equal((name, "GPString"), (result["paramName"]!.GetValue<string>(), result["dataType"]!.GetValue<string>()));
        return (job, result["value"]!);
    }

    /// <summary>Texts of a job's messages of one type, or of all.</summary>
    public static string[] Messages(JsonNode job, string? type = null) => [.. job["messages"]!.AsArray()
        .Where(message => type is null || message!["type"]!.GetValue<string>() == $"esriJobMessageType{type}").Select(message => message!["description"]!.GetValue<string>())];
}
