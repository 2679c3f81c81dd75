using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Storage;
using RasterAnalysis.Uploads;

namespace RasterAnalysis.Catalog;

/// <summary>Makes items: the record, and the files behind it. An item exists whole or not at all.</summary>
public sealed class ItemPublisher(
    NewItems items, PackagePreparations preparations, DataLayout layout, TimeProvider time, IOverviews? overviews = null, StorageQuota? quota = null)
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
                : await items.AddUnderFreeNameAsync(await items.DescribeRasterAsync(item, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
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
                return await items.AddUnderFreeNameAsync(package.Describe(item)).ConfigureAwait(false);
            }

            item = await items.AddUnderFreeNameAsync(item with { State = ItemState.Preparing, PreparedBy = layout.ProcessId }).ConfigureAwait(false);
        }
        catch
        {
            await preparations.CancelAsync(item.Id).ConfigureAwait(false);
            throw;
        }

        preparations.GoOn(preparation);
        return item;
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
