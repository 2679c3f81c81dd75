using System.Text.Json.Nodes;
using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.DataStore;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;
using RasterAnalysis.Tiling;
using RasterAnalysis.Tools.ModelTasks;

namespace RasterAnalysis.BackgroundJobs.ModelTasks;

/// <summary>Runs a job about a model (<see cref="ModelTaskNames"/>) and writes its result down. Running it again after a crash does no harm.</summary>
internal sealed class ModelTaskRun(
    IJobStore jobs, ICatalogStore catalog, IProcessingInspector inspector, ModelInstallation installation, InstalledModels installed, JobInputs inputs, StoredRequests requests, JobRights rights,
    IItemFiles files, DataLayout layout) : IToolRun
{
    private const int PageSize = 200;

    /// <inheritdoc/>
    public async Task<CatalogItem?> RunAsync(AnalysisJob job, CancellationToken cancellationToken)
    {
        var request = requests.Read<ModelTaskRequest>(job.Request);
        var caller = await rights.RequireAsync(job, [(request.Model?.ItemId ?? request.ItemId, "model")], cancellationToken);
        var (made, value) = job.Task switch
        {
            ModelTaskNames.QueryInfo => (null, await QueryAsync(job, request, caller, cancellationToken)),
            ModelTaskNames.List => (null, await ListAsync(caller, cancellationToken)),
            ModelTaskNames.Install => await installation.InstallAsync(job, request, cancellationToken),
            ModelTaskNames.Uninstall => (null, await UninstallAsync(job, request, cancellationToken)),
            _ => throw new InvalidOperationException($"{job.Task} is no task about models."),
        };
        await jobs.SetResultValueAsync(job.Id, value.ToJsonString(), cancellationToken);
        return made;
    }

    private async Task<JsonNode> QueryAsync(AnalysisJob job, ModelTaskRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var (description, warnings) = request.ItemId is { } id && await catalog.FindAsync(id, cancellationToken) is { Model: { } known } item
            ? (known, item.Warnings)
            : await DescribeAsync(job, request, caller, cancellationToken);
        foreach (var warning in warnings)
        {
            await jobs.AddMessageAsync(job.Id, JobMessageType.Warning, warning, cancellationToken);
        }

        // the document goes as a text: some clients parse it and know no object in its place
        return new JsonObject { ["modelInfo"] = ModelInfoDocument.Write(description) };
    }

    private async Task<(ModelDescription Description, IReadOnlyList<string> Warnings)> DescribeAsync(
        AnalysisJob job, ModelTaskRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var scratch = new JobScratch(layout, job.Id);
        scratch.Create();
        await jobs.SetProgressAsync(job.Id, 10, "Fetching the package", cancellationToken);
        var path = await inputs.ModelAsync(request.Model!, scratch, cancellationToken);
        await jobs.SetProgressAsync(job.Id, 50, "Loading and trying the network", cancellationToken);
        return await inspector.DescribeModelAsync(path, caller.Has(Rights.Publish), onConversion: null, cancellationToken);
    }

    private async Task<JsonNode> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var models = new JsonArray();
        var skip = 0;
        for (var page = await Page(); page.Count > 0; page = await Page())
        {
            skip += page.Count;
            foreach (var item in page)
            {
                if (!await files.HasAsync(item.Id, InstalledModels.Mark, cancellationToken))
                {
                    continue;
                }

                models.Add(new JsonObject
                {
                    ["id"] = item.Id,
                    ["title"] = item.Title,
                    ["name"] = item.Name,
                    ["modelName"] = item.Model?.ModelName,
                    ["framework"] = item.Model?.Framework,
                });
            }
        }

        return models;

        Task<IReadOnlyList<CatalogItem>> Page() => catalog.ListAsync(ItemType.DeepLearningPackage, skip, PageSize, caller, cancellationToken);
    }

    private async Task<JsonNode> UninstallAsync(AnalysisJob job, ModelTaskRequest request, CancellationToken cancellationToken)
    {
        var value = JsonValue.Create("true");

        // a run that was cut off behind this line has found it installed
        if (job.ResultValue is null)
        {
            if (!installed.IsInstalled(request.ItemId!))
            {
                throw new InvalidRequestException("modelItemId", $"{request.ModelName} is not installed; ListDeepLearningModels lists the packages that are.");
            }

            await jobs.SetResultValueAsync(job.Id, value.ToJsonString(), cancellationToken);
        }

        installed.Remove(request.ItemId!);
        await jobs.AddMessageAsync(job.Id, JobMessageType.Informative, $"{request.ModelName} is no longer installed; its item stays.", cancellationToken);
        return value;
    }
}
