using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Errors;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.Jobs;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools;

namespace RasterAnalysis.Api.Jobs;

/// <summary>The bodies of requests to a tool that runs a model over a raster.</summary>
/// <param name="tool">The tool.</param>
/// <param name="makesFeatures">Whether the result is a feature layer, rather than an imagery layer.</param>
/// <param name="parameters">ArcGIS's names of the other parameters, as for <see cref="ToolBody"/>.</param>
internal sealed class RasterModelBody(RasterModelTool tool, bool makesFeatures, params string[] parameters) : ToolBody(tool.Name, tool.OutputParameter, makesFeatures, parameters)
{
    /// <summary>Submits the job that a body asks for.</summary>
    /// <typeparam name="TModel">The model that describes the body.</typeparam>
    /// <param name="request">The HTTP request.</param>
    /// <param name="submission">Takes requests in.</param>
    /// <param name="jobs">The caller's jobs.</param>
    /// <param name="caller">Who submits.</param>
    /// <param name="cancellationToken">Stops before the job is stored; never after.</param>
    public async Task<Accepted<JobModel>> SubmitAsync<TModel>(
        HttpRequest request, RasterModelSubmission submission, CallerJobs jobs, CurrentCaller caller, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadObjectAsync(request, cancellationToken);
        var (baseAddress, inputs) = (Addresses.Base(request), InputsOf(body));
        var unknown = RequestKeys.Of<TModel>().Unknown(body);
        try
        {
            var read = tool.Parse(body);
            ThrowIfAny(unknown);
            var job = await submission.SubmitAsync(tool, read, inputs, baseAddress, caller.Value, cancellationToken);
            var messages = await jobs.MessagesAsync(job, cancellationToken: cancellationToken);
            return TypedResults.Accepted(Addresses.Job(baseAddress, job.Id), JobModel.From(job, messages, baseAddress));
        }
        catch (InvalidRequestException exception)
        {
            throw InKeys(exception, unknown);
        }
    }

    /// <summary>Says what the job that a body asks for would do.</summary>
    /// <typeparam name="TModel">The model that describes the body.</typeparam>
    /// <typeparam name="TForecast">What is said of it.</typeparam>
    /// <param name="request">The HTTP request.</param>
    /// <param name="plan">Plans the job of a request.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<TForecast> PlanAsync<TModel, TForecast>(HttpRequest request, Func<RasterModelRequest, Task<TForecast>> plan, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadObjectAsync(request, cancellationToken);
        var unknown = RequestKeys.Of<TModel>().Unknown(body);
        try
        {
            var read = tool.Parse(body);
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
}
