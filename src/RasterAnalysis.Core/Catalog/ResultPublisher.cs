using System.Security.Cryptography;
using System.Text;
using RasterAnalysis.Jobs;
using RasterAnalysis.Rasters;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Catalog;

/// <summary>Makes items of what jobs have made, and takes them back.</summary>
public sealed class ResultPublisher(ICatalogStore catalog, IJobStore jobs, IProcessingInspector inspector, DataLayout layout, TimeProvider time, StorageQuota? quota = null)
{
    private const string ConfidenceSuffix = "_Confidence";

    /// <summary>
    /// Publishes the result of a job: in the item that the job was to fill, which keeps its title, folder and details, or else in a new one.
    /// Doing it again for the same job gives the same item.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="kind">What it leaves behind, an item.</param>
    /// <param name="results">One raster, or one for each raster of a mosaic: then the item is a mosaic of them. Of features one table.</param>
    /// <param name="classes">Classes, and how many pixels or features each has.</param>
    /// <param name="title">Title of a new item.</param>
    /// <param name="folder">Folder of a new item.</param>
    /// <param name="cancellationToken">Ends the inspection.</param>
    /// <exception cref="InvalidRequestException">The item that the job was to fill is gone.</exception>
    /// <exception cref="QuotaException">The job's owner may not keep so much.</exception>
    public async Task<CatalogItem> PublishResultAsync(
        AnalysisJob job, ResultKind kind, IReadOnlyList<ResultFile> results, IReadOnlyList<PublishedClass> classes, string title, string folder,
        CancellationToken cancellationToken)
    {
        var id = ItemIdOf(job);
        var found = await catalog.FindAsync(id, cancellationToken).ConfigureAwait(false);
        if (found is { IsReserved: false })
        {
            return found;
        }

        if (found is null && job.OutputItemId is not null)
        {
            throw Deleted(id);
        }

        using var room = await RoomOfAsync(job, results, cancellationToken).ConfigureAwait(false);
        var item = await MakeAsync(job, id, job.OutputName, kind, results, classes, title, folder, cancellationToken).ConfigureAwait(false);
        if (job.OutputItemId is not null)
        {
            return await catalog.ChangeAsync(id, reserved => Fill(reserved, item), CancellationToken.None).ConfigureAwait(false) ?? throw Deleted(id);
        }

        if (!await catalog.TryAddAsync(item, CancellationToken.None).ConfigureAwait(false))
        {
            throw new InvalidOperationException($"The name {job.OutputName} or the item {id} belongs to somebody else, though job {job.Id} holds it.");
        }

        return item;
    }

    /// <summary>Publishes the raster of how sure the network was, in an item of its own. Doing it again for the same job gives the same item.</summary>
    /// <param name="job">The job.</param>
    /// <param name="results">One raster, or one for each raster of a mosaic.</param>
    /// <param name="title">Title of the job's result.</param>
    /// <param name="folder">Folder of that.</param>
    /// <param name="cancellationToken">Ends the inspection.</param>
    /// <exception cref="QuotaException">The job's owner may not keep so much.</exception>
    public async Task<CatalogItem> PublishConfidenceAsync(AnalysisJob job, IReadOnlyList<ResultFile> results, string title, string folder, CancellationToken cancellationToken)
    {
        var id = ConfidenceIdOf(job.Id);
        if (await catalog.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        using var room = await RoomOfAsync(job, results, cancellationToken).ConfigureAwait(false);
        var name = job.OutputName[..Math.Min(job.OutputName.Length, ServiceNames.MaxLength - ConfidenceSuffix.Length)] + ConfidenceSuffix;
        var item = await MakeAsync(job, id, name, ResultKind.Raster, results, [], $"{title} (confidence)", folder, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            item = item with { ServiceName = await ServiceNames.FindFreeAsync(catalog, name, cancellationToken).ConfigureAwait(false) };
            if (await catalog.TryAddAsync(item, CancellationToken.None).ConfigureAwait(false))
            {
                return item;
            }

            // the name was taken meanwhile, or somebody else publishes the same job's
            if (await catalog.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } published)
            {
                return published;
            }
        }
    }

    /// <summary>
    /// Takes back what <see cref="PublishResultAsync"/> has made of a job that did not succeed after all, as far as it came. An item that the job
    /// was to fill is then as it was before.
    /// </summary>
    public async Task WithdrawResultAsync(string jobId)
    {
        if (await jobs.FindAsync(jobId).ConfigureAwait(false) is not { } job)
        {
            return;
        }

        await catalog.RemoveAsync(ConfidenceIdOf(jobId)).ConfigureAwait(false);
        DeleteFolder(ConfidenceIdOf(jobId));
        var id = ItemIdOf(job);
        if (job.OutputItemId is null)
        {
            await catalog.RemoveAsync(id).ConfigureAwait(false);
        }
        else if (await catalog.ChangeAsync(id, item => item.JobId == jobId ? Empty(item) : item).ConfigureAwait(false) is { } item && item.JobId != jobId)
        {
            return; // another job's by now
        }

        DeleteFolder(id);
    }

    private void DeleteFolder(string id)
    {
        if (layout.ItemFolder(id) is var folder && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Room for files in their owner's share; null where nobody has one.</summary>
    private async Task<IDisposable?> RoomOfAsync(AnalysisJob job, IReadOnlyList<ResultFile> results, CancellationToken cancellationToken) => quota is null ? null
        : await quota.ReserveAsync(job.Owner, results.Sum(result => File.Exists(result.Path) ? new FileInfo(result.Path).Length : 0), "", cancellationToken).ConfigureAwait(false);

    private async Task<CatalogItem> MakeAsync(
        AnalysisJob job, string id, string name, ResultKind kind, IReadOnlyList<ResultFile> results, IReadOnlyList<PublishedClass> classes, string title, string folder,
        CancellationToken cancellationToken)
    {
        var itemFolder = layout.ItemFolder(id);
        Directory.CreateDirectory(itemFolder);
        MosaicMember[] members = [.. results.Select((result, number) => Move(kind, result, itemFolder, name, number, results.Count))];
        var bytes = members.Sum(member => new FileInfo(member.Path).Length);
        var isMosaic = members.Length > 1;
        var data = isMosaic ? Path.Combine(itemFolder, "mosaic.vrt") : members[0].Path;
        return new CatalogItem
        {
            Id = id,
            Title = title,
            Type = kind.Item ?? throw new ArgumentException("It becomes no item.", nameof(kind)),
            Name = isMosaic ? $"{members.Length} rasters" : Path.GetFileName(data),
            Size = bytes,
            Owner = job.Owner,
            Folder = folder,
            Created = time.GetUtcNow(),
            DataPath = data,
            ServiceName = name,
            Raster = kind.Item != ItemType.ImageService ? null
                : isMosaic
                ? await inspector.DescribeMosaicAsync(members, data, cancellationToken).ConfigureAwait(false)
                : await inspector.DescribeRasterAsync(data, isTrusted: false, cancellationToken).ConfigureAwait(false),
            Members = isMosaic ? members : [],
            Classes = classes,
            JobId = job.Id,
        };
    }

    /// <summary>The item that was made for the result, or one of the job's own digits: so a job that is assembled again after a crash finds what it had published.</summary>
    private static string ItemIdOf(AnalysisJob job) => job.OutputItemId ?? job.Id[1..];

    /// <summary>An item of the job's own, likewise.</summary>
    private static string ConfidenceIdOf(string jobId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"confidence {jobId}")))[..32];

    private static CatalogItem Fill(CatalogItem reserved, CatalogItem result) => result with
    {
        Title = reserved.Title,
        Folder = reserved.Folder,
        Created = reserved.Created,
        Details = reserved.Details,
        Modified = result.Created,
    };

    private static CatalogItem Empty(CatalogItem item) => item with
    {
        Name = item.ServiceName ?? item.Name, Size = 0, DataPath = "", Raster = null, Members = [], Classes = [],
    };

    private static InvalidRequestException Deleted(string itemId) =>
        new("outputClassifiedRaster", $"The item '{itemId}', which the result was to fill, was deleted while the job ran.");

    /// <summary>Moves a file and its side-cars into the item's folder; those that an earlier run has moved stay.</summary>
    private static MosaicMember Move(ResultKind kind, ResultFile result, string folder, string outputName, int number, int count)
    {
        // rasters of a mosaic may have the same name, so the number tells them apart
        var name = count == 1 ? outputName : $"{outputName}_{number + 1}_{ServiceNames.FromTitle(result.Name)}";
        var target = Path.Combine(folder, name + kind.Extension);

        // the file itself last: where it is, all of it is
        foreach (var sidecar in kind.Sidecars.Append(""))
        {
            if (File.Exists(result.Path + sidecar))
            {
                File.Move(result.Path + sidecar, target + sidecar, overwrite: true);
            }
        }

        return new MosaicMember(name, target, IsTrusted: false);
    }
}
