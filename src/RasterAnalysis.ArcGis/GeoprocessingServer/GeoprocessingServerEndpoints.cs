using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.Access;
using RasterAnalysis.ArcGis.ServicesDirectory;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Tools;

namespace RasterAnalysis.ArcGis.GeoprocessingServer;

/// <summary>The toolbox, its tasks, and the submission of jobs.</summary>
internal static class GeoprocessingServerEndpoints
{
    private const int MaximumRecords = 1000;

    /// <summary>Maps the toolbox and everything below it.</summary>
    public static void MapGeoprocessingServer(this IEndpointRouteBuilder rest)
    {
        rest.MapMethods(ServicePaths.Toolbox, ResourceCalls.Methods, DescribeToolbox).IsResource().WithSummary("The raster analysis toolbox");
        var task = rest.MapGroup($"{ServicePaths.Toolbox}/{{task}}");
        task.MapMethods("", ResourceCalls.Methods, DescribeTask).IsResource().WithSummary("A task and its parameters");
        task.MapMethods("submitJob", ResourceCalls.Methods, SubmitJobAsync).IsChange()
            .WithMetadata(new AuditedAction(AuditAction.JobSubmitted)).WithMetadata(new RateLimitedOperation(RateLimitKind.Submissions)).WithSummary("Submits a job");
        task.MapMethods("execute", ResourceCalls.Methods, RefuseExecute).IsResource().ExcludeFromDescription();
        task.MapGroup("jobs/{jobId}").MapJobs();
    }

    private static EsriResource DescribeToolbox(GeoprocessingTasks tasks)
    {
        var names = tasks.All.Select(task => task.Name).ToArray();
        return new EsriResource(
            ServicePaths.ToolboxName,
            new JsonObject
            {
                ["currentVersion"] = ArcGisVersion.Current,
                ["cimVersion"] = "2.9.0",
                ["serviceDescription"] = "",
                ["tasks"] = EsriJson.Texts(names),
                ["executionType"] = ToolJson.ExecutionType,
                ["resultMapServerName"] = "",
                ["maximumRecords"] = MaximumRecords,
                ["capabilities"] = "",
            },
            [.. names.Select(name => new ResourceLink(name, $"{ServicePaths.Toolbox}/{name}"))]);
    }

    private static EsriResource DescribeTask(string task, HttpContext context, GeoprocessingTasks tasks)
    {
        var description = tasks.Find(task).Description;
        return new EsriResource(description.DisplayName, description.ToJson()) { Page = new ResourcePage { Forms = [ToolForms.Submit(description, context.Parameters())] } };
    }

    private static async Task<EsriResource> SubmitJobAsync(
        string task, HttpContext context, GeoprocessingTasks tasks, IServiceProvider services, CurrentCaller caller, CancellationToken cancellationToken)
    {
        var found = tasks.Find(task);
        var request = context.ArcGis();
        var inputs = found.Description.PickInputs(request.Parameters);
        if (request.Format == ResponseFormat.Html && inputs.Count == 0 && HttpMethods.IsGet(context.Request.Method))
        {
            return DescribeTask(task, context, tasks);
        }

        try
        {
            var submission = services.GetRequiredKeyedService<IToolSubmission>(found.Name);
            var job = await submission.SubmitAsync(found, request.Parameters.ToJsonObject(), inputs, request.BaseAddress, caller.Value, cancellationToken);
            return new EsriResource("Job", new JsonObject { ["jobId"] = job.Id, ["jobStatus"] = job.Status.WireName() })
            {
                Page = new ResourcePage { ContinuesAt = $"{ServicePaths.Toolbox}/{found.Name}/jobs/{job.Id}" },
            };
        }
        catch (InvalidRequestException exception) when (request.Format == ResponseFormat.Html)
        {
            // what was typed is not lost
            return new EsriResource("The job was not taken", EsriError.From(exception).ToJson()) { Page = new ResourcePage { Forms = [ToolForms.Submit(found.Description, request.Parameters)] } };
        }
    }

    private static EsriResource RefuseExecute(string task, GeoprocessingTasks tasks) =>
        throw new InvalidRequestException("execute", $"{tasks.Find(task).Name} runs asynchronously; use submitJob.");
}
