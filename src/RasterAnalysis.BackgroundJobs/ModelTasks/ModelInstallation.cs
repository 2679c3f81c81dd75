using System.Text.Json.Nodes;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Models;
using RasterAnalysis.Storage;
using RasterAnalysis.Tools.ModelTasks;

namespace RasterAnalysis.BackgroundJobs.ModelTasks;

/// <summary>
/// Installs a package: makes it an item if it is none yet, unpacks it, and has a processing instance load, optimise and run its network once, so that
/// whatever is wrong with it is said now and not in the first job.
/// </summary>
internal sealed class ModelInstallation(
    IJobStore jobs, ICatalogStore catalog, IProcessingInspector inspector, ItemPublisher publisher, IRemoteFiles remote, InstalledModels installed, DataLayout layout)
{
    /// <summary>Installs the package of a request.</summary>
    /// <returns>The item, if it was made here, and where the model is, in the words that ArcGIS has for it.</returns>
    public async Task<(CatalogItem? Made, JsonNode Value)> InstallAsync(AnalysisJob job, ModelTaskRequest request, CancellationToken cancellationToken)
    {
        var (item, isNew) = request.ItemId is { } id
            ? (await CheckAsync(job, id, cancellationToken), false)
            : (await AddAsync(job, request, cancellationToken), true);
        foreach (var warning in item.Warnings)
        {
            await jobs.AddMessageAsync(job.Id, JobMessageType.Warning, warning, cancellationToken);
        }

        installed.Add(item.Id);
        await jobs.AddMessageAsync(job.Id, JobMessageType.Informative, $"{item.Title} is installed.", cancellationToken);
        return (isNew ? item : null, JsonValue.Create($@"[resources]models\raster\{item.Id}\{item.Model?.DefinitionFile}"));
    }

    /// <summary>Looks a package over that is an item already. Its files may have been touched since it came in.</summary>
    private async Task<CatalogItem> CheckAsync(AnalysisJob job, string id, CancellationToken cancellationToken)
    {
        var item = await catalog.FindAsync(id, cancellationToken) ?? throw new InvalidRequestException("modelPackage", $"There is no item '{id}' any more.");
        var folder = Path.Combine(layout.ItemFolder(id), "package");
        if (!Directory.Exists(folder))
        {
            await jobs.SetProgressAsync(job.Id, 10, "Unpacking the package", cancellationToken);
            await using var archive = File.OpenRead(item.DataPath);
            ModelPackageArchive.Extract(archive, folder, null, cancellationToken);
        }

        await jobs.SetProgressAsync(job.Id, 50, "Loading and trying the network", cancellationToken);
        // who brought it was asked when it came in
        var (description, warnings) = await inspector.DescribeModelAsync(folder, runsPackageCode: true, onConversion: null, cancellationToken);
        return item with { Model = description, Warnings = warnings };
    }

    private async Task<CatalogItem> AddAsync(AnalysisJob job, ModelTaskRequest request, CancellationToken cancellationToken)
    {
        // the job's own digits: a job that runs again after a crash finds what it has made, and one that is cancelled takes it back
        var id = job.Id[1..];
        if (await catalog.FindAsync(id, cancellationToken) is { } made)
        {
            return made;
        }

        var fetched = Path.Combine(layout.UploadFolder, job.Id);
        Directory.CreateDirectory(layout.UploadFolder);
        try
        {
            await jobs.SetProgressAsync(job.Id, 10, "Fetching the package", cancellationToken);
            if (request.Model!.Path is { } path)
            {
                File.Copy(path, fetched, overwrite: true);
            }
            else
            {
                await remote.DownloadAsync(PortalItemAddress.DataOf(request.Model.Url!), fetched, cancellationToken);
            }

            await jobs.SetProgressAsync(job.Id, 50, "Loading and trying the network", cancellationToken);

            // under the name of a package it is nothing else, whatever it holds
            return await publisher.AddPackageAsync(id, fetched, $"{request.ModelName}.dlpk", job.Owner, cancellationToken);
        }
        finally
        {
            File.Delete(fetched);
        }
    }
}
