using RasterAnalysis.Jobs;
using RasterAnalysis.Rasters;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Catalog;

/// <summary>Makes items of what jobs have made, and takes them back.</summary>
public sealed class ResultPublisher(ICatalogStore catalog, IProcessingInspector inspector, DataLayout layout, TimeProvider time)
{
    /// <summary>Publishes the result of a job. Doing it again for the same job gives the same item.</summary>
    /// <param name="job">The job.</param>
    /// <param name="results">One raster, or one for each raster of a mosaic: then the item is a mosaic of them.</param>
    /// <param name="classes">Classes and their pixel counts.</param>
    /// <param name="title">Title of the item.</param>
    /// <param name="folder">Folder of the owner's content.</param>
    /// <param name="cancellationToken">Ends the inspection.</param>
    public async Task<CatalogItem> PublishResultAsync(
        AnalysisJob job, IReadOnlyList<ResultRaster> results, IReadOnlyList<PublishedClass> classes, string title, string folder,
        CancellationToken cancellationToken)
    {
        // the job's own digits: a job that is assembled again after a crash finds what it had published
        var id = job.Id[1..];
        if (await catalog.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } published)
        {
            return published;
        }

        var itemFolder = layout.ItemFolder(id);
        Directory.CreateDirectory(itemFolder);
        MosaicMember[] members = [.. results.Select((result, number) => Move(result, itemFolder, job.OutputName, number, results.Count))];
        var isMosaic = members.Length > 1;
        var data = isMosaic ? Path.Combine(itemFolder, "mosaic.vrt") : members[0].Path;
        var item = new CatalogItem
        {
            Id = id,
            Title = title,
            Type = ItemType.ImageService,
            Name = isMosaic ? $"{members.Length} rasters" : Path.GetFileName(data),
            Size = members.Sum(member => new FileInfo(member.Path).Length),
            Owner = job.Owner,
            Folder = folder,
            Created = time.GetUtcNow(),
            DataPath = data,
            ServiceName = job.OutputName,
            Raster = isMosaic
                ? await inspector.DescribeMosaicAsync(members, data, cancellationToken).ConfigureAwait(false)
                : await inspector.DescribeRasterAsync(data, isTrusted: false, cancellationToken).ConfigureAwait(false),
            Members = isMosaic ? members : [],
            Classes = classes,
            JobId = job.Id,
        };
        if (!await catalog.TryAddAsync(item, CancellationToken.None).ConfigureAwait(false))
        {
            throw new InvalidOperationException($"The name {job.OutputName} or the item {id} belongs to somebody else, though job {job.Id} holds it.");
        }

        return item;
    }

    /// <summary>Takes back what <see cref="PublishResultAsync"/> has made of a job that did not succeed after all, as far as it came.</summary>
    public async Task WithdrawResultAsync(string jobId)
    {
        var id = jobId[1..];
        await catalog.RemoveAsync(id).ConfigureAwait(false);
        var folder = layout.ItemFolder(id);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Moves a raster and its side-car into the item's folder; those that an earlier run has moved stay.</summary>
    private static MosaicMember Move(ResultRaster result, string folder, string outputName, int number, int count)
    {
        // rasters of a mosaic may have the same name, so the number tells them apart
        var name = count == 1 ? outputName : $"{outputName}_{number + 1}_{ServiceNames.FromTitle(result.Name)}";
        var target = Path.Combine(folder, $"{name}.tif");
        foreach (var sidecar in (string[])[".aux.xml", ""])
        {
            if (File.Exists(result.Path + sidecar))
            {
                File.Move(result.Path + sidecar, target + sidecar, overwrite: true);
            }
        }

        return new MosaicMember(name, target, IsTrusted: false);
    }
}
