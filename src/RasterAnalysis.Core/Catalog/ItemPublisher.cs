using RasterAnalysis.Access;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Storage;
using RasterAnalysis.Uploads;

namespace RasterAnalysis.Catalog;

/// <summary>Makes items: the record, and the files behind it. An item exists whole or not at all.</summary>
public sealed class ItemPublisher(
    ICatalogStore catalog, IProcessingInspector inspector, PackagePreparations preparations, DataLayout layout, RasterStores stores, TimeProvider time,
    IAudit audit, IOverviews? overviews = null, StorageQuota? quota = null)
{
    private const string NetworkAlone =
        "By its name it is a network rather than a raster: bring it in a .dlpk, a zip archive with a model definition (.emd) that has ModelType, ModelFile and Classes.";

    private static readonly string[] PackageExtensions = [".dlpk", ".zip", .. BareModel.Extensions];

    /// <summary>Makes an item of an uploaded file, with no details: a package when it is a <c>.dlpk</c> or a zip archive, else a raster.</summary>
    /// <param name="uploadPath">A file in the upload folder; it is moved, or stays when this fails.</param>
    /// <param name="fileName">Name that the client gave it.</param>
    /// <param name="title">Title; null to take the file's name.</param>
    /// <param name="folder">Folder of the owner's content.</param>
    /// <param name="owner">Who uploads.</param>
    /// <param name="cancellationToken">Ends the inspection.</param>
    /// <returns>The item; <see cref="ItemState.Preparing"/> where a network has to be made of the package and that takes long.</returns>
    /// <exception cref="ModelPackageException">It is a package that cannot be used.</exception>
    /// <exception cref="Rasters.RasterAccessException">It is no raster that can be opened.</exception>
    /// <exception cref="QuotaException">The owner may not keep so much.</exception>
    public Task<CatalogItem> AddUploadAsync(
        string uploadPath, string fileName, string? title, string folder, string owner, CancellationToken cancellationToken) =>
        AddUploadAsync(uploadPath, fileName, title, folder, owner, new ItemDetails(), cancellationToken);

    /// <summary>Makes an item of an uploaded file: a package when it is a <c>.dlpk</c> or a zip archive, else a raster.</summary>
    /// <param name="uploadPath">A file in the upload folder; it is moved, or stays when this fails.</param>
    /// <param name="fileName">Name that the client gave it.</param>
    /// <param name="title">Title; null to take the file's name.</param>
    /// <param name="folder">Folder of the owner's content.</param>
    /// <param name="owner">Who uploads.</param>
    /// <param name="details">What the user wrote about it.</param>
    /// <param name="cancellationToken">Ends the inspection.</param>
    /// <returns>The item; <see cref="ItemState.Preparing"/> where a network has to be made of the package and that takes long.</returns>
    /// <exception cref="ModelPackageException">It is a package that cannot be used.</exception>
    /// <exception cref="Rasters.RasterAccessException">It is no raster that can be opened.</exception>
    public Task<CatalogItem> AddUploadAsync(
        string uploadPath, string fileName, string? title, string folder, string owner, ItemDetails details, CancellationToken cancellationToken) =>
        AddFileAsync(CatalogItem.NewId(), uploadPath, fileName, title, folder, owner, details, mayGoOn: true, cancellationToken);

    /// <summary>Makes an item, under the upload's own id, of an upload that came in parts and is complete. The same as for any other upload else.</summary>
    /// <param name="upload">The upload. Its file is the item's then; it stays when this fails, so that it can be tried again.</param>
    /// <param name="path">Where its file lies.</param>
    /// <param name="cancellationToken">Ends the inspection.</param>
    /// <exception cref="ModelPackageException">It is a package that cannot be used.</exception>
    /// <exception cref="Rasters.RasterAccessException">It is no raster that can be opened.</exception>
    public Task<CatalogItem> AddUploadAsync(ResumableUpload upload, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        return AddFileAsync(upload.Id, path, upload.FileName, upload.Title, upload.Folder, upload.Owner, new ItemDetails(), mayGoOn: true, cancellationToken);
    }

    /// <summary>Makes an item of a package that a job has fetched, however long that takes; the same job makes the same item.</summary>
    /// <param name="id">Id of the item; what an earlier run has left under it is replaced.</param>
    /// <param name="uploadPath">A file in the upload folder; it is moved, or stays when this fails.</param>
    /// <param name="fileName">Its name, with the extension of a package.</param>
    /// <param name="owner">Who has it fetched.</param>
    /// <param name="cancellationToken">Ends the inspection.</param>
    /// <exception cref="ModelPackageException">It is no package that can be used.</exception>
    public Task<CatalogItem> AddPackageAsync(string id, string uploadPath, string fileName, string owner, CancellationToken cancellationToken)
    {
        DeleteFolder(id);
        return AddFileAsync(id, uploadPath, fileName, null, "", owner, new ItemDetails(), mayGoOn: false, cancellationToken);
    }

    private async Task<CatalogItem> AddFileAsync(
        string id, string uploadPath, string fileName, string? title, string folder, string owner, ItemDetails details, bool mayGoOn, CancellationToken cancellationToken)
    {
        var name = UploadName.Safe(fileName);
        var item = new CatalogItem
        {
            Id = id,
            Title = string.IsNullOrWhiteSpace(title) ? Path.GetFileNameWithoutExtension(name) : title.Trim(),
            Type = IsPackage(uploadPath, name) ? ItemType.DeepLearningPackage : ItemType.ImageService,
            Name = name,
            Size = new FileInfo(uploadPath).Length,
            Owner = owner,
            Folder = folder,
            Details = details,
            Created = time.GetUtcNow(),
            DataPath = "",
        };
        using var room = quota is null ? null : await quota.ReserveAsync(owner, item.KeptBytes, "file", cancellationToken).ConfigureAwait(false);
        using var making = ItemInTheMaking.Begin(layout, item.Id);
        var itemFolder = layout.ItemFolder(item.Id);
        Directory.CreateDirectory(itemFolder);
        var data = Path.Combine(itemFolder, name);
        try
        {
            File.Move(uploadPath, data);
            item = item with { DataPath = data };
            item = item.Type == ItemType.DeepLearningPackage
                ? await AddPackageAsync(item, mayGoOn, cancellationToken).ConfigureAwait(false)
                : await AddUnderFreeNameAsync(await DescribeRasterAsync(item, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (File.Exists(data))
            {
                File.Move(data, uploadPath);
            }

            Directory.Delete(itemFolder, recursive: true);
            if (exception is RasterAccessException { IsTransient: false } && UnsupportedNetwork.Describe(name) is not null)
            {
                throw new RasterAccessException($"{exception.Message} {NetworkAlone}", innerException: exception);
            }

            throw;
        }

        overviews?.Add(item);
        return item;
    }

    /// <summary>Makes an image service of a file in a raster store; the file stays where it is.</summary>
    /// <param name="uri">Path in a raster store.</param>
    /// <param name="name">Name of the service; null to take the file's.</param>
    /// <param name="folder">Folder of the owner's content.</param>
    /// <param name="owner">Who publishes.</param>
    /// <param name="cancellationToken">Ends the inspection.</param>
    /// <exception cref="InvalidRequestException">The uri or the name cannot be taken.</exception>
    public async Task<CatalogItem> AddLayerAsync(string uri, string? name, string folder, string owner, CancellationToken cancellationToken)
    {
        var path = stores.Resolve(uri, "uris");
        var title = string.IsNullOrWhiteSpace(name) ? Path.GetFileNameWithoutExtension(path) : name.Trim();
        if (name is not null)
        {
            await RefuseTakenNameAsync(title, cancellationToken).ConfigureAwait(false);
        }

        var item = await DescribeRasterAsync(
            new CatalogItem
            {
                Id = CatalogItem.NewId(),
                Title = title,
                Type = ItemType.ImageService,
                Name = Path.GetFileName(path),
                Size = SizeOf(path),
                Owner = owner,
                Folder = folder,
                Created = time.GetUtcNow(),
                DataPath = path,
                IsStoreFile = true,
            },
            cancellationToken).ConfigureAwait(false);
        return await AddUnderFreeNameAsync(item).ConfigureAwait(false);
    }

    /// <summary>Makes an image service of several rasters in raster stores.</summary>
    /// <param name="uris">Their paths in raster stores, the uppermost first.</param>
    /// <param name="name">Name of the layer; null for that of the first raster.</param>
    /// <param name="folder">Folder of the owner's content.</param>
    /// <param name="owner">Who makes it.</param>
    /// <param name="cancellationToken">Ends the inspection.</param>
    /// <exception cref="InvalidRequestException">A uri or the name cannot be taken, or the rasters do not go together.</exception>
    public async Task<CatalogItem> AddMosaicAsync(IReadOnlyList<string> uris, string? name, string folder, string owner, CancellationToken cancellationToken)
    {
        MosaicMember[] members = [.. ResolveAll(uris).Select(path => new MosaicMember(Path.GetFileNameWithoutExtension(path), path, IsTrusted: true))];
        var title = string.IsNullOrWhiteSpace(name) ? $"{members[0].Name} mosaic" : name.Trim();
        if (name is not null)
        {
            await RefuseTakenNameAsync(title, cancellationToken).ConfigureAwait(false);
        }

        var id = CatalogItem.NewId();
        using var making = ItemInTheMaking.Begin(layout, id);
        try
        {
            var item = await DescribeMosaicAsync(
                new CatalogItem
                {
                    Id = id,
                    Title = title,
                    Type = ItemType.ImageService,
                    Name = $"{members.Length} rasters",
                    Size = members.Sum(member => SizeOf(member.Path)),
                    Owner = owner,
                    Folder = folder,
                    Created = time.GetUtcNow(),
                    DataPath = Path.Combine(layout.ItemFolder(id), "mosaic.vrt"),
                    Members = members,
                },
                cancellationToken).ConfigureAwait(false);
            return await AddUnderFreeNameAsync(item).ConfigureAwait(false);
        }
        catch
        {
            DeleteFolder(id);
            throw;
        }
    }

    /// <summary>Makes an image service of several rasters that the service itself has put together.</summary>
    /// <param name="files">Their files, which are moved; the uppermost first.</param>
    /// <param name="name">Name of the layer; null for that of the first raster.</param>
    /// <param name="folder">Folder of the owner's content.</param>
    /// <param name="owner">Who makes it.</param>
    /// <param name="cancellationToken">Ends the inspection.</param>
    /// <exception cref="InvalidRequestException">The rasters do not go together.</exception>
    /// <exception cref="QuotaException">The owner may not keep so much.</exception>
    public async Task<CatalogItem> AddMosaicAsync(IReadOnlyList<MosaicMember> files, string? name, string folder, string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        var (id, size) = (CatalogItem.NewId(), files.Sum(file => new FileInfo(file.Path).Length));
        using var room = quota is null ? null : await quota.ReserveAsync(owner, size, "url", cancellationToken).ConfigureAwait(false);
        using var making = ItemInTheMaking.Begin(layout, id);
        try
        {
            Directory.CreateDirectory(layout.ItemFolder(id));
            MosaicMember[] members = [.. files.Index().Select(file => file.Item with { Path = Path.Combine(layout.ItemFolder(id), $"raster-{file.Index:D4}.tif") })];
            foreach (var (file, member) in files.Zip(members))
            {
                File.Move(file.Path, member.Path);
            }

            var item = await DescribeMosaicAsync(
                new CatalogItem
                {
                    Id = id,
                    Title = string.IsNullOrWhiteSpace(name) ? $"{files[0].Name} mosaic" : name.Trim(),
                    Type = ItemType.ImageService,
                    Name = $"{members.Length} rasters",
                    Size = size,
                    Owner = owner,
                    Folder = folder,
                    Created = time.GetUtcNow(),
                    DataPath = Path.Combine(layout.ItemFolder(id), "mosaic.vrt"),
                    Members = members,
                },
                cancellationToken).ConfigureAwait(false);
            return await AddUnderFreeNameAsync(item).ConfigureAwait(false);
        }
        catch
        {
            DeleteFolder(id);
            throw;
        }
    }

    private async Task<CatalogItem> DescribeMosaicAsync(CatalogItem item, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(layout.ItemFolder(item.Id));
        var raster = await inspector.DescribeMosaicAsync(item.Members, item.DataPath, cancellationToken).ConfigureAwait(false);
        var name = ServiceNames.FromTitle(item.Title);
        return item with { Raster = raster, ServiceName = name.Length > 0 ? name : "mosaic" };
    }

    private static long SizeOf(string path) => VariablePath.Of(path).File is var file && File.Exists(file) ? new FileInfo(file).Length : 0;

    private void DeleteFolder(string itemId)
    {
        var folder = layout.ItemFolder(itemId);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<CatalogItem> AddPackageAsync(CatalogItem item, bool mayGoOn, CancellationToken cancellationToken)
    {
        PackageFiles.Unpack(item.DataPath, layout.PackageFolder(item.Id), cancellationToken);
        var preparation = preparations.Begin(item.Id, item.Owner);
        try
        {
            if (await preparation.WaitAsync(mayGoOn, cancellationToken).ConfigureAwait(false) is { } package)
            {
                return await AddUnderFreeNameAsync(package.Describe(item)).ConfigureAwait(false);
            }

            item = await AddUnderFreeNameAsync(item with { State = ItemState.Preparing, PreparedBy = layout.ProcessId }).ConfigureAwait(false);
        }
        catch
        {
            await preparations.CancelAsync(item.Id).ConfigureAwait(false);
            throw;
        }

        preparations.GoOn(preparation);
        return item;
    }

    /// <summary>Finds all of them, or says of each that cannot be found why.</summary>
    private List<string> ResolveAll(IReadOnlyList<string> uris)
    {
        var (paths, errors) = (new List<string>(uris.Count), new List<RequestError>());
        foreach (var (number, uri) in uris.Index())
        {
            try
            {
                paths.Add(stores.Resolve(uri, $"uris[{number}]"));
            }
            catch (InvalidRequestException exception)
            {
                errors.AddRange(exception.Errors);
            }
        }

        return errors.Count == 0 ? paths : throw new InvalidRequestException(errors);
    }

    private async Task<CatalogItem> DescribeRasterAsync(CatalogItem item, CancellationToken cancellationToken)
    {
        var raster = await inspector.DescribeRasterAsync(item.DataPath, item.IsStoreFile, cancellationToken).ConfigureAwait(false);
        var classes = await inspector.ReadClassesAsync(item.DataPath, item.IsStoreFile, cancellationToken).ConfigureAwait(false);
        var name = ServiceNames.FromTitle(item.Title);
        return item with { Raster = raster, Classes = classes, ServiceName = name.Length > 0 ? name : "raster", Warnings = WarningsOf(raster) };
    }

    private static IReadOnlyList<string> WarningsOf(RasterInfo raster) => raster.HasControlAlone
        ? [$"The raster has no geotransform: its image service shows it in pixels of its own, without a coordinate system. Jobs project it by its ground control points or rational polynomials to {raster.SpatialReferenceName}."]
        : [];

    private async Task<CatalogItem> AddUnderFreeNameAsync(CatalogItem item)
    {
        var stored = item;
        do
        {
            if (item.ServiceName is { } name)
            {
                stored = item with { ServiceName = await ServiceNames.FindFreeAsync(catalog, name, CancellationToken.None).ConfigureAwait(false) };
            }
        }
        while (!await catalog.TryAddAsync(stored, CancellationToken.None).ConfigureAwait(false)); // somebody else was faster: the next name

        await audit.RecordAsync(new AuditEvent(AuditAction.ItemAdded) { Kind = "item", Target = stored.Id, TargetName = stored.Title, Detail = stored.Name, Owner = stored.Owner }).ConfigureAwait(false);
        return stored;
    }

    private async Task RefuseTakenNameAsync(string title, CancellationToken cancellationToken)
    {
        var name = ServiceNames.FromTitle(title);
        if (name.Length == 0)
        {
            throw new InvalidRequestException("name", "must have letters or digits.");
        }

        var free = await ServiceNames.FindFreeAsync(catalog, name, cancellationToken).ConfigureAwait(false);
        if (free != name)
        {
            throw new InvalidRequestException("name", $"The name '{name}' is taken; '{free}' is free.");
        }
    }

    /// <summary>Whether an uploaded file is taken for a model package rather than for a raster.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Name that the client gave it.</param>
    public static bool IsPackage(string path, string name)
    {
        if (PackageExtensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }

        using var file = File.OpenRead(path);
        Span<byte> magic = stackalloc byte[4];
        return file.ReadAtLeast(magic, 4, throwOnEndOfStream: false) == 4 && magic.SequenceEqual("PK\x03\x04"u8);
    }
}
