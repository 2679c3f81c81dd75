using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Portal;

/// <summary>The portal's calls as a client makes them: posted forms, <c>f=json</c>.</summary>
internal static class PortalCalls
{
    public const string Sharing = "arcgis/sharing/rest";
    public const string Content = $"{Sharing}/content/users/admin";
    public const string TaskPath = "arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning";

    private static readonly string[] Open = ["esriJobSubmitted", "esriJobWaiting", "esriJobExecuting", "esriJobCancelling"];

    /// <summary>Posts a form; an error object fails the test.</summary>
    public static async Task<JsonNode> PortalAsync(this ServiceClient client, string path, params (string Name, string Value)[] fields)
    {
        var answer = await client.TryPortalAsync(path, fields);
        Assert.True(answer["error"] is null, $"{path}: {answer.ToJsonString()}");
        return answer;
    }

    /// <summary>Posts a form that may be refused.</summary>
    public static async Task<JsonNode> TryPortalAsync(this ServiceClient client, string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Append(("f", "json")).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        using var response = await client.Http.PostAsync(path, form);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>Uploads a file.</summary>
    public static async Task<JsonNode> UploadAsync(this ServiceClient client, string path, byte[] file, string fileName, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields.Append(("f", "json")))
        {
            form.Add(new StringContent(value), name);
        }

        form.Add(new ByteArrayContent(file), "file", fileName);
        using var response = await client.Http.PostAsync(path, form);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.True(answer["error"] is null, answer.ToJsonString());
        return answer;
    }

    /// <summary>Waits until a job is over, and looks that it ended as expected.</summary>
    public static async Task<JsonNode> FinishAsync(this ServiceClient client, string jobId, string expected)
    {
        var job = await Until.FoundAsync(
            async () => await client.GetAsync($"{TaskPath}/jobs/{jobId}?f=json") is var found && !Open.Contains((string)found["jobStatus"]!) ? found : null, $"job {jobId}");
        Assert.True((string?)job["jobStatus"] == expected, job.ToJsonString());
        return job;
    }

    /// <summary>Makes the item that a job is to fill, as map clients do.</summary>
    public static Task<JsonNode> CreateServiceAsync(this ServiceClient client, string name, string folder = "") => client.PortalAsync(
        $"{Content}{(folder.Length > 0 ? $"/{folder}" : "")}/createService",
        ("createParameters", $$$"""{"name":"{{{name}}}","description":"","capabilities":"Image","properties":{"isCached":true,"path":"@","description":"","copyright":""}}"""),
        ("outputType", "imageService"));

    /// <summary>The parameter <c>outputClassifiedRaster</c> as map clients write it after <see cref="CreateServiceAsync"/>.</summary>
    public static (string Name, string Value) OutputOf(JsonNode made) => ("outputClassifiedRaster",
        $$$"""{"serviceProperties":{"name":"{{{made["name"]}}}","serviceUrl":"{{{made["serviceurl"]}}}","capabilities":"Image"},"itemProperties":{"itemId":"{{{made["itemId"]}}}"}}""");
}
