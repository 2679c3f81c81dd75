using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.ServicesDirectory;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools;

namespace RasterAnalysis.ArcGis.GeoprocessingServer;

/// <summary>
/// Jobs, results and inputs as JSON (<c>docs/reference/arcgis-rest-behaviour.md#jobs-results-and-inputs</c>). There is never a key <c>status</c> or <c>code</c> at the top: clients
/// would take the job for an error.
/// </summary>
internal static class JobResource
{
    /// <summary>A job. Results only when there are some, progress only while it runs, inputs always.</summary>
    public static JsonObject ToJson(ITool tool, AnalysisJob job, IReadOnlyList<JobMessage> messages)
    {
        var resource = new JsonObject { ["jobId"] = job.Id, ["jobStatus"] = job.Status.WireName() };
        if (job.Status == JobStatus.Executing)
        {
            resource["progress"] = new JsonObject
            {
                ["type"] = "step",
                ["message"] = job.ProgressText,
                ["percent"] = (int)Math.Clamp(job.Progress, 0, 100),
            };
        }

        if (job.Status == JobStatus.Succeeded)
        {
            resource["results"] = Addresses("results", [tool.Description.Result.Name]);
        }

        var inputs = Inputs(job);
        resource["inputs"] = Addresses("inputs", tool.Description.Inputs.Select(parameter => parameter.Name).Where(inputs.ContainsKey));
        resource["messages"] = new JsonArray([.. messages.Select(ToJson)]);
        return resource;
    }

    /// <summary>The result of a job.</summary>
    /// <exception cref="InvalidRequestException">The job has none, or none yet.</exception>
    public static JsonObject ResultToJson(ITool tool, AnalysisJob job, ArcGisRequest request)
    {
        if (job.Status != JobStatus.Succeeded)
        {
            throw new InvalidRequestException("results", $"the job has no result; its status is {job.Status.WireName()}.");
        }

        if (tool.Result.Item is null)
        {
            return Value(tool.Description.Result, job.ResultValue is { } found ? JsonNode.Parse(found) : null);
        }

        var value = new JsonObject();
        if (job.ResultItemId is { } itemId)
        {
            value["itemId"] = itemId;
        }

        value["url"] = request.AddressOf(tool.Result.Item == ItemType.FeatureService ? ServicePaths.FeatureService(job.OutputName) : ServicePaths.ImageService(job.OutputName));
        return Value(tool.Description.Result, value);
    }

    /// <summary>An input of a job; null when it was not given.</summary>
    public static JsonObject? InputToJson(ToolParameter parameter, AnalysisJob job) =>
        Inputs(job).TryGetPropertyValue(parameter.Name, out var value) ? Value(parameter, value?.DeepClone()) : null;

    private static JsonObject Inputs(AnalysisJob job) => JsonNode.Parse(job.Inputs) as JsonObject ?? [];

    private static JsonObject Value(ToolParameter parameter, JsonNode? value) => new()
    {
        ["paramName"] = parameter.Name,
        ["dataType"] = parameter.DataType,
        ["value"] = value,
    };

    private static JsonObject Addresses(string folder, IEnumerable<string> names) =>
        new(names.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["paramUrl"] = $"{folder}/{name}" })));

    private static JsonObject ToJson(JobMessage message) => new()
    {
        ["type"] = message.Type.WireName(),
        ["description"] = message.Text,
    };
}
