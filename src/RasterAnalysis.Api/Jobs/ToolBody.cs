using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Api.Errors;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools;

namespace RasterAnalysis.Api.Jobs;

/// <summary>
/// The bodies of requests to a tool: the native API's keys are ArcGIS's parameters, but for where the result goes, which is <c>outputName</c> here.
/// </summary>
/// <param name="task">The tool's name in ArcGIS.</param>
/// <param name="outputParameter">ArcGIS's parameter for where the result goes; null for a tool that makes no item.</param>
/// <param name="makesFeatures">Whether the result is a feature layer, rather than an imagery layer.</param>
/// <param name="parameters">ArcGIS's names of the other parameters, under which a job's inputs are shown; keys here are the same but for capitals in a row.</param>
internal sealed class ToolBody(string task, string? outputParameter, bool makesFeatures, params string[] parameters)
{
    private const string OutputName = "outputName";
    private readonly Dictionary<string, string> _shown =
        parameters.Select(name => KeyValuePair.Create(name, name)).Concat(outputParameter is null ? [] : [KeyValuePair.Create(OutputName, outputParameter)])
            .ToDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly string[] _capitals = [.. parameters.Where(name => KeyOf(name) != name)];

    /// <summary>Submits the job that a body asks for.</summary>
    /// <typeparam name="TModel">The model that describes the body.</typeparam>
    /// <typeparam name="TRequest">What is read of it.</typeparam>
    /// <param name="request">The HTTP request.</param>
    /// <param name="jobs">The caller's jobs.</param>
    /// <param name="parse">Reads the body.</param>
    /// <param name="submit">Submits what was read, with the parameters as they were sent, and this service's address.</param>
    /// <param name="cancellationToken">Stops before the job is stored; never after.</param>
    public async Task<Accepted<JobModel>> SubmitAsync<TModel, TRequest>(
        HttpRequest request, CallerJobs jobs, Func<JsonObject, TRequest> parse, Func<TRequest, JsonObject, Uri, Task<AnalysisJob>> submit, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadObjectAsync(request, cancellationToken);
        var (baseAddress, inputs) = (Addresses.Base(request), InputsOf(body));
        var unknown = RequestKeys.Of<TModel>().Unknown(body);
        try
        {
            var read = parse(body);
            ThrowIfAny(unknown);
            var job = await submit(read, inputs, baseAddress);
            var messages = await jobs.MessagesAsync(job, cancellationToken: cancellationToken);
            return TypedResults.Accepted(Addresses.Job(baseAddress, job.Id), JobModel.From(job, messages, baseAddress));
        }
        catch (InvalidRequestException exception)
        {
            throw InKeys(exception, unknown);
        }
    }

    /// <summary>Submits the job that a body asks for about the item in the address, which is ArcGIS's <c>inputRaster</c>.</summary>
    /// <typeparam name="TModel">The model that describes the body.</typeparam>
    /// <param name="request">The HTTP request.</param>
    /// <param name="tool">The tool.</param>
    /// <param name="itemId">The item; faults of it are of the field <c>id</c>.</param>
    /// <param name="catalog">The caller's items.</param>
    /// <param name="jobs">The caller's jobs.</param>
    /// <param name="submit">Submits what was read, with the parameters as they were sent, and this service's address.</param>
    /// <param name="cancellationToken">Stops before the job is stored; never after.</param>
    /// <exception cref="NotFoundException">The caller has no such item.</exception>
    public async Task<Accepted<JobModel>> SubmitOfItemAsync<TModel>(
        HttpRequest request, ItemTool tool, string itemId, CallerCatalog catalog, CallerJobs jobs, Func<ItemToolRequest, JsonObject, Uri, Task<AnalysisJob>> submit,
        CancellationToken cancellationToken)
    {
        await catalog.RequireAsync(itemId, cancellationToken);
        try
        {
            return await SubmitAsync<TModel, ItemToolRequest>(
                request, jobs,
                body =>
                {
                    // what the body itself has under this name is a key that nobody reads, and refused as such
                    body[ItemTool.InputParameter] = Item(itemId);
                    return tool.Parse(body);
                },
                (read, inputs, baseAddress) =>
                {
                    inputs.Insert(0, ItemTool.InputParameter, Item(itemId));
                    return submit(read, inputs, baseAddress);
                },
                cancellationToken);
        }
        catch (InvalidRequestException exception)
        {
            throw new InvalidRequestException([.. exception.Errors.Select(error => error.Field == ItemTool.InputParameter ? error with { Field = "id" } : error)]);
        }
    }

    /// <summary>Says what the job that a body asks for would do.</summary>
    /// <typeparam name="TModel">The model that describes the body.</typeparam>
    /// <typeparam name="TRequest">What is read of it.</typeparam>
    /// <typeparam name="TForecast">What is said of it.</typeparam>
    /// <param name="request">The HTTP request.</param>
    /// <param name="parse">Reads the body.</param>
    /// <param name="plan">Plans the job of a request.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<TForecast> PlanAsync<TModel, TRequest, TForecast>(
        HttpRequest request, Func<JsonObject, TRequest> parse, Func<TRequest, Task<TForecast>> plan, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadObjectAsync(request, cancellationToken);
        var unknown = RequestKeys.Of<TModel>().Unknown(body);
        try
        {
            var read = parse(body);
            ThrowIfAny(unknown);
            return await plan(read);
        }
        catch (InvalidRequestException exception)
        {
            throw InKeys(exception, unknown);
        }
    }

    private static void ThrowIfAny(List<RequestError> faults)
    {
        if (faults.Count > 0)
        {
            throw new InvalidRequestException(faults);
        }
    }

    private static JsonObject Item(string itemId) => new() { ["itemId"] = itemId };

    /// <summary>The parameters as they were sent, by ArcGIS's names.</summary>
    private JsonObject InputsOf(JsonObject body)
    {
        var inputs = new JsonObject();
        foreach (var (name, value) in body)
        {
            if (value is not null && _shown.TryGetValue(name, out var shown))
            {
                inputs[shown] = value.DeepClone();
            }
        }

        return inputs;
    }

    /// <summary>The request of a job, by this API's names: whichever API took it, its result's name is known.</summary>
    public static JsonObject RequestOf(AnalysisJob job)
    {
        var request = JsonNode.Parse(job.Inputs) as JsonObject ?? [];
        if (All.FirstOrDefault(body => body.IsOf(job)) is not { } body)
        {
            return request;
        }

        if (body.RemoveOutput(request))
        {
            request[OutputName] = job.OutputName;
        }

        foreach (var parameter in body._capitals.Where(request.ContainsKey))
        {
            request[KeyOf(parameter)] = request[parameter]!.DeepClone();
            request.Remove(parameter);
        }

        return request;
    }

    /// <summary>Whether the result of a job is a feature layer.</summary>
    public static bool MakesFeatures(AnalysisJob job) => All.Any(body => body.IsOf(job) && body.HasFeatures);

    private bool HasFeatures => makesFeatures;

    private static IEnumerable<ToolBody> All =>
        [ClassifyPixelsEndpoints.Body, DetectObjectsEndpoints.Body, ClassifyObjectsEndpoints.Body, PolygonsEndpoint.Body, SmoothClassesEndpoint.Body, ChangeClassesEndpoint.Body];

    /// <summary>The faults of a request by the fields of this API, and keys that nobody reads.</summary>
    private InvalidRequestException InKeys(InvalidRequestException exception, List<RequestError> unknown) => new([.. exception.Errors.Select(InKeys).Union(unknown)]);

    private RequestError InKeys(RequestError error) => error.Field == outputParameter ? error with { Field = OutputName }
        : _capitals.Contains(error.Field) ? error with { Field = KeyOf(error.Field) } : error;

    /// <summary>The native API writes <c>runNms</c> where ArcGIS writes <c>runNMS</c>.</summary>
    private static string KeyOf(string parameter) => string.Concat(parameter.Select((letter, at) => at > 0 && char.IsUpper(parameter[at - 1]) ? char.ToLowerInvariant(letter) : letter));

    private bool IsOf(AnalysisJob job) => job.Task == task;

    private bool RemoveOutput(JsonObject request) => outputParameter is not null && request.Remove(outputParameter);
}
