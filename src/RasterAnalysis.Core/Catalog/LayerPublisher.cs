using RasterAnalysis.Rasters;
using RasterAnalysis.Storage;
using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.Catalog;

/// <summary>Makes image services of rasters that lie elsewhere: in the operator's folders, on other servers, in cloud stores. They stay there where they can be read in place.</summary>
public sealed class LayerPublisher(NewItems items, ItemPublisher uploads, IRemoteLayers layers, IRemoteFiles remote, DataLayout layout, TimeProvider time, StorageQuota? quota = null)
{
    // as many as a server answers at once without a thought
    private const int AsksAtOnce = 8;

    /// <summary>Makes the image service of one raster, or of several a mosaic on the grid of the first.</summary>
    /// <param name="sources">The rasters, the uppermost first; at least one.</param>
    /// <param name="name">Name of the service; null to take the first raster's.</param>
    /// <param name="folder">Folder of the owner's content.</param>
    /// <param name="owner">Who publishes.</param>
    /// <param name="cancellationToken">Ends the inspection.</param>
    /// <exception cref="InvalidRequestException">The name cannot be taken, or the rasters do not go together.</exception>
    /// <exception cref="RasterAccessException">A raster cannot be read.</exception>
    /// <exception cref="QuotaException">What has to be fetched is more than the owner may keep.</exception>
    public async Task<CatalogItem> AddAsync(IReadOnlyList<LayerSource> sources, string? name, string folder, string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sources);
        if (sources is [{ Address: not null } only])
        {
            return await TryAddInPlaceAsync(only, name, folder, owner, cancellationToken).ConfigureAwait(false)
                ?? await AddFetchedAsync(only, name, folder, owner, null, cancellationToken).ConfigureAwait(false);
        }

        var item = await BeginAsync(sources, name, folder, owner, cancellationToken).ConfigureAwait(false);
        return sources is [{ Path: { } path }]
            ? await AddAsync(item with { Size = SizeOf(path), DataPath = path, IsStoreFile = true }, cancellationToken).ConfigureAwait(false)
            : (await InFolderAsync(item, async () => await AddMosaicAsync(item, sources, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false))!;
    }

    /// <summary>Makes the image service of a raster on another server or in a cloud store, which is read there; null where it has to be fetched.</summary>
    /// <param name="source">The raster.</param>
    /// <param name="name">Name of the service; null to take the raster's.</param>
    /// <param name="folder">Folder of the owner's content.</param>
    /// <param name="owner">Who publishes.</param>
    /// <param name="cancellationToken">Ends the inspection.</param>
    /// <exception cref="InvalidRequestException">The name cannot be taken.</exception>
    /// <exception cref="RasterAccessException">The raster cannot be read.</exception>
    public async Task<CatalogItem?> TryAddInPlaceAsync(LayerSource source, string? name, string folder, string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var item = await BeginAsync([source], name, folder, owner, cancellationToken).ConfigureAwait(false);
        return await InFolderAsync(item, async () =>
            await layers.TryTakeAsync(source.Address!, layout.ItemFolder(item.Id), 0, cancellationToken).ConfigureAwait(false) is var (path, bytes)
                ? await AddAsync(item with { Size = bytes, DataPath = path, IsRemote = true }, cancellationToken).ConfigureAwait(false) : null).ConfigureAwait(false);
    }

    /// <summary>Fetches a raster and makes an item of it, as of an upload.</summary>
    /// <param name="source">The raster, on another server or in a cloud store.</param>
    /// <param name="name">Name of the service; null to take the raster's.</param>
    /// <param name="folder">Folder of the owner's content.</param>
    /// <param name="owner">Who publishes.</param>
    /// <param name="takeAsync">Makes another item of the file that came, whose path it is given; null from it, or in its place, for a raster.</param>
    /// <param name="cancellationToken">Ends the inspection.</param>
    /// <exception cref="RasterAccessException">It cannot be fetched or read.</exception>
    /// <exception cref="QuotaException">It is more than the owner may keep.</exception>
    public async Task<CatalogItem> AddFetchedAsync(
        LayerSource source, string? name, string folder, string owner, Func<string, Task<CatalogItem?>>? takeAsync, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        Directory.CreateDirectory(layout.UploadFolder);
        var path = Path.Combine(layout.UploadFolder, Guid.NewGuid().ToString("N"));
        try
        {
            await remote.DownloadAsync(source.Address!, path, cancellationToken).ConfigureAwait(false);
            return (takeAsync is null ? null : await takeAsync(path).ConfigureAwait(false))
                ?? await uploads.AddUploadAsync(path, source.Name, name, folder, owner, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Makes an image service of rasters that the service itself has put together; of several a mosaic on the grid of the first.</summary>
    /// <param name="files">Their files, which are moved; the uppermost first.</param>
    /// <param name="name">Name of the layer; null for that of the first raster.</param>
    /// <param name="folder">Folder of the owner's content.</param>
    /// <param name="owner">Who makes it.</param>
    /// <param name="cancellationToken">Ends the inspection.</param>
    /// <exception cref="InvalidRequestException">The rasters do not go together, or the name cannot be taken.</exception>
    /// <exception cref="QuotaException">The owner may not keep so much.</exception>
    public async Task<CatalogItem> AddMadeAsync(IReadOnlyList<MosaicMember> files, string? name, string folder, string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (files is [var only])
        {
            return await uploads.AddUploadAsync(only.Path, $"{only.Name}.tif", name, folder, owner, cancellationToken).ConfigureAwait(false);
        }

        var item = await BeginAsync([.. files.Select(file => new LayerSource($"{file.Name}.tif", null, null))], name, folder, owner, cancellationToken).ConfigureAwait(false);
        using var room = quota is null ? null : await quota.ReserveAsync(owner, files.Sum(file => SizeOf(file.Path)), "url", cancellationToken).ConfigureAwait(false);
        return (await InFolderAsync(item, async () =>
        {
            MosaicMember[] members = [.. files.Index().Select(file => file.Item with { Path = Path.Combine(layout.ItemFolder(item.Id), $"raster-{file.Index:D4}.tif") })];
            foreach (var (file, member) in files.Zip(members))
            {
                File.Move(file.Path, member.Path);
            }

            return await AddMosaicAsync(item with { Size = members.Sum(member => SizeOf(member.Path)), Members = members }, cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false))!;
    }

    private async Task<CatalogItem> BeginAsync(IReadOnlyList<LayerSource> sources, string? name, string folder, string owner, CancellationToken cancellationToken)
    {
        var first = sources[0];
        var title = !string.IsNullOrWhiteSpace(name) ? name.Trim() : sources.Count == 1 ? first.Title : $"{first.Title} mosaic";
        if (name is not null)
        {
            await items.RefuseTakenNameAsync(title, cancellationToken).ConfigureAwait(false);
        }

        return new CatalogItem
        {
            Id = CatalogItem.NewId(),
            Title = title,
            Type = ItemType.ImageService,
            Name = sources.Count == 1 ? first.Name : $"{sources.Count} rasters",
            Owner = owner,
            Folder = folder,
            Created = time.GetUtcNow(),
            Size = 0,
            DataPath = "",
        };
    }

    /// <summary>Makes an item in a folder of its own, which goes where there comes none of it.</summary>
    private async Task<CatalogItem?> InFolderAsync(CatalogItem item, Func<Task<CatalogItem?>> make)
    {
        using var making = ItemInTheMaking.Begin(layout, item.Id);
        var folder = Directory.CreateDirectory(layout.ItemFolder(item.Id));
        var isMade = false;
        try
        {
            var made = await make().ConfigureAwait(false);
            isMade = made is not null;
            return made;
        }
        finally
        {
            if (!isMade)
            {
                folder.Delete(recursive: true);
            }
        }
    }

    private async Task<CatalogItem> AddAsync(CatalogItem item, CancellationToken cancellationToken) =>
        await items.AddUnderFreeNameAsync(await items.DescribeRasterAsync(item, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

    private async Task<CatalogItem> AddMosaicAsync(CatalogItem item, IReadOnlyList<LayerSource> sources, CancellationToken cancellationToken)
    {
        var (members, sizes) = (new MosaicMember[sources.Count], new long[sources.Count]);
        await Parallel.ForAsync(0, sources.Count, new ParallelOptions { MaxDegreeOfParallelism = AsksAtOnce, CancellationToken = cancellationToken }, async (number, token) =>
        {
            var source = sources[number];
            if (source.Path is { } path)
            {
                (members[number], sizes[number]) = (new MosaicMember(source.Title, path, IsTrusted: true), SizeOf(path));
                return;
            }

            var taken = await layers.TryTakeAsync(source.Address!, layout.ItemFolder(item.Id), number, token).ConfigureAwait(false);
            if (taken is not var (ranged, bytes))
            {
                throw new InvalidRequestException(
                    "uris", $"'{source.Name}' cannot be read in place: of a mosaic, rasters on other servers are GeoTIFFs with tiles, on servers that give ranges. Make a layer of it alone, or a copy with gdal_translate -of COG.");
            }

            (members[number], sizes[number]) = (new MosaicMember(source.Title, ranged, IsTrusted: false), bytes);
        }).ConfigureAwait(false);
        return await AddMosaicAsync(
            item with { Size = sizes.Sum(), Members = members, IsRemote = sources.Any(source => source.Address is not null) }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CatalogItem> AddMosaicAsync(CatalogItem item, CancellationToken cancellationToken) => await items.AddUnderFreeNameAsync(
        await items.DescribeMosaicAsync(item with { DataPath = Path.Combine(layout.ItemFolder(item.Id), "mosaic.vrt") }, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);

    private static long SizeOf(string path) => VariablePath.Of(path).File is var file && File.Exists(file) ? new FileInfo(file).Length : 0;
}
