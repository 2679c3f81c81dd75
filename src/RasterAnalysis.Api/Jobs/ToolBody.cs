using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Api.Errors;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.Api.Jobs;

/// <summary>
/// The bodies of requests to a tool: the native API's keys are ArcGIS's parameters, but for where the result goes, which is <c>outputName</c> here.
/// </summary>
/// <param name="task">The tool's name in ArcGIS.</param>
/// <param name="outputParameter">ArcGIS's parameter for where the result goes.</param>
/// <param name="makesFeatures">Whether the result is a feature layer, rather than an imagery layer.</param>
/// <param name="parameters">ArcGIS's names of the other parameters, under which a job's inputs are shown; keys here are the same but for capitals in a row.</param>
internal class ToolBody(string task, string outputParameter, bool makesFeatures, params string[] parameters)
{
    private const string OutputName = "outputName";
    private const string ItemParameter = "inputRaster";
    private readonly Dictionary<string, string> _shown =
        parameters.Select(name => KeyValuePair.Create(name, name)).Append(KeyValuePair.Create(OutputName, outputParameter)).ToDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly string[] _capitals = [.. parameters.Where(name => KeyOf(name) != name)];

    /// <summary>Does something with the request in a body; faults name the fields of this API, and keys that nobody reads are faults.</summary>
    /// <typeparam name="TModel">The model that describes the body.</typeparam>
    /// <typeparam name="TRequest">What is read of it.</typeparam>
    /// <typeparam name="TResult">What comes of it.</typeparam>
    public async Task<TResult> WithAsync<TModel, TRequest, TResult>(JsonObject body, Func<JsonObject, TRequest> parse, Func<TRequest, Task<TResult>> work)
    {
        var unknown = RequestKeys.Of<TModel>().Unknown(body);
        try
        {
            var read = parse(body);
            return unknown.Count == 0 ? await work(read) : throw new InvalidRequestException(unknown);
        }
        catch (InvalidRequestException exception)
        {
            throw InKeys(exception, unknown);
        }
    }

    /// <summary>Submits the job that a body asks for about the item in the address, which is ArcGIS's <c>inputRaster</c>.</summary>
    /// <inheritdoc cref="SubmitAsync" path="/typeparam"/>
    /// <param name="request">The HTTP request.</param>
    /// <param name="itemId">The item; faults of it are of the field <c>id</c>.</param>
    /// <param name="jobs">The caller's jobs.</param>
    /// <param name="parse">Reads the body, with the item in it.</param>
    /// <param name="submit">Submits what was read, with the parameters as they were sent, and this service's address.</param>
    /// <param name="cancellationToken">Stops before the job is stored; never after.</param>
    public async Task<Accepted<JobModel>> SubmitOfItemAsync<TModel, TRequest>(
        HttpRequest request, string itemId, CallerJobs jobs, Func<JsonObject, TRequest> parse, Func<TRequest, JsonObject, Uri, Task<AnalysisJob>> submit, CancellationToken cancellationToken)
    {
        try
        {
            return await SubmitAsync<TModel, TRequest>(
                request, jobs,
                body =>
                {
                    // what the body itself has under this name is a key that nobody reads, and refused as such
                    body[ItemParameter] = Item(itemId);
                    return parse(body);
                },
                (read, inputs, baseAddress) =>
                {
                    inputs.Insert(0, ItemParameter, Item(itemId));
                    return submit(read, inputs, baseAddress);
                },
                cancellationToken);
        }
        catch (InvalidRequestException exception)
        {
            throw new InvalidRequestException([.. exception.Errors.Select(error => error.Field == ItemParameter ? error with { Field = "id" } : error)]);
        }
    }

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
        var baseAddress = Addresses.Base(request);
        var inputs = InputsOf(body);
        var job = await WithAsync<TModel, TRequest, AnalysisJob>(body, parse, read => submit(read, inputs, baseAddress));
        var messages = await jobs.MessagesAsync(job, cancellationToken: cancellationToken);
        return TypedResults.Accepted(Addresses.Job(baseAddress, job.Id), JobModel.From(job, messages, baseAddress));
    }

    private static JsonObject Item(string itemId) => new() { ["itemId"] = itemId };

    /// <summary>The parameters as they were sent, by ArcGIS's names.</summary>
    protected JsonObject InputsOf(JsonObject body)
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

    private static IEnumerable<ToolBody> All => [ClassifyPixelsEndpoints.Body, DetectObjectsEndpoints.Body, ClassifyObjectsEndpoints.Body, PolygonsEndpoint.Body, SmoothClassesEndpoint.Body];

    /// <summary>The faults of a request by the fields of this API, and keys that nobody reads.</summary>
    protected InvalidRequestException InKeys(InvalidRequestException exception, List<RequestError> unknown) => new([.. exception.Errors.Select(InKeys).Union(unknown)]);

    private RequestError InKeys(RequestError error) => error.Field == outputParameter ? error with { Field = OutputName }
        : _capitals.Contains(error.Field) ? error with { Field = KeyOf(error.Field) } : error;

    /// <summary>The native API writes <c>runNms</c> where ArcGIS writes <c>runNMS</c>.</summary>
    private static string KeyOf(string parameter) => string.Concat(parameter.Select((letter, at) => at > 0 && char.IsUpper(parameter[at - 1]) ? char.ToLowerInvariant(letter) : letter));

    private bool IsOf(AnalysisJob job) => job.Task == task;

    private bool RemoveOutput(JsonObject request) => request.Remove(outputParameter);
}
