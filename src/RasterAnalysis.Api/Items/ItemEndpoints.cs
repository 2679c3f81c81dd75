using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.RateLimits;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.ArcGis;
using RasterAnalysis.Catalog;
using RasterAnalysis.Files;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Api.Items;

/// <summary><c>/items</c>: model packages and rasters.</summary>
internal static class ItemEndpoints
{
    private const string Sidecar = ".aux.xml";

    public static void MapItems(this RouteGroupBuilder api)
    {
        var items = api.MapGroup("/items").WithTags("Items");
        items.MapPost("", AddAsync).IsAudited(AuditAction.ItemAdded).WithName("AddItem").WithSummary("Uploads a model package or a raster")
            .WithDescription("A .dlpk, an .onnx that names its classes or an .ecd, or a zip of a network and a STAC item with MLM fields, becomes a Deep Learning Package, anything that GDAL can open an Image Service. The file is opened and tried before it is taken. Where an ONNX network has to be made of a package and that takes long, the item is answered with the state preparing; GET /items/{id} says when it is ready or refused.")
            .WithMetadata(new Microsoft.AspNetCore.Mvc.DisableRequestSizeLimitAttribute())
            .IsLimited(RateLimitKind.Uploads).MayBeTooLarge().MayHaveUndeclaredBody().DisableAntiforgery();
        items.MapItemList();
        items.MapGet("/{id}", GetAsync).WithName("GetItem").WithSummary("Describes an item").MayBeMissing();
        items.MapGet("/{id}/data", GetDataAsync).WithName("GetItemData").WithSummary("The item's file")
            .WithDescription("Answers range requests, so a classified raster can be opened straight from this address as a cloud-optimised GeoTIFF.")
            .AnswersFile("image/tiff", "application/geopackage+sqlite3", "application/octet-stream");
        items.MapGet("/{id}/rasters/{number:int}/data", GetMemberDataAsync).WithName("GetMosaicRasterData").WithSummary("The file of one raster of a mosaic, counted from 0")
            .AnswersFile("image/tiff", "application/octet-stream");
        items.MapMethods("/{id}/data", ["HEAD"], GetDataAsync).ExcludeFromDescription();
        items.MapGet("/{id}/data/{name}", GetNamedDataAsync).WithName("GetItemDataByName").WithSummary("The item's file under a name, or its sidecar")
            .WithDescription("The same bytes as without the name, for programs that know a file by its ending: any name with the ending of the item's file. With .aux.xml behind it, the sidecar in which GDAL and QGIS look for the attribute table.")
            .AnswersFile("image/tiff", "application/geopackage+sqlite3", "application/octet-stream", "application/xml");
        items.MapMethods("/{id}/data/{name}", ["HEAD"], GetNamedDataAsync).ExcludeFromDescription();
        items.MapGet("/{id}/model", GetModelAsync).WithName("GetItemModel").WithSummary("Describes the model of a package, or exports its definition")
            .WithDescription("Without f the model's card. With f=emd the model definition (.emd), with f=mlm a STAC item with the Machine Learning Model extension 1.5; either, zipped with the network's file, is the same package again.")
            .WithQuery("f").MayBeMissing();
        items.MapModelPreview();
        items.MapAreas();
        items.MapTransitions();
        items.MapZoneAreas();
        items.MapSample();
        items.MapAccuracy();
        items.MapFeatures();
        items.MapProvenance();
        items.MapAccess();
        items.MapDelete("/{id}", DeleteAsync).IsAudited(AuditAction.ItemDeleted).WithName("DeleteItem").WithSummary("Deletes an item and its file").MayBeMissing();
    }

    private static async Task<Created<ItemModel>> AddAsync(
        HttpRequest request, MultipartUpload uploads, ItemPublisher publisher, CurrentCaller caller, CancellationToken cancellationToken)
    {
        var (file, title, folder) = await uploads.ReadAsync(request, cancellationToken);
        try
        {
            var item = await publisher.AddUploadAsync(file.Path, file.FileName, title, folder, caller.Value.Name, cancellationToken);
            var baseAddress = Addresses.Base(request);
            return TypedResults.Created(
                Addresses.Item(baseAddress, item.Id), ItemModel.From(item, baseAddress) with { Model = item.Model is null ? null : ModelModel.From(item) });
        }
        finally
        {
            File.Delete(file.Path);
        }
    }

    private static async Task<Ok<ItemModel>> GetAsync(string id, HttpRequest request, CallerCatalog catalog, IAccuracyReports reports, CancellationToken cancellationToken)
    {
        var item = await catalog.RequireAsync(id, cancellationToken);
        return TypedResults.Ok(ItemModel.From(item, Addresses.Base(request), isAssessed: reports.Find(item) is not null));
    }

    private static async Task<PhysicalFileHttpResult> GetDataAsync(string id, CallerCatalog catalog, CancellationToken cancellationToken)
    {
        var item = await catalog.RequireAsync(id, cancellationToken);
        if (item is { IsRemote: true, Members.Count: 0 })
        {
            throw new InvalidRequestException("id", $"The file of the item '{id}' lies in a cloud store or on another server, and is not handed out from here; exportImage gives its pixels.");
        }

        return item.Members.Count == 0 ? FileOf(id, item.DataPath, item.Name) : throw new InvalidRequestException(
            "id", $"The item '{id}' is a mosaic of {item.Members.Count} rasters and has no file of its own; theirs are at /api/v1/items/{id}/rasters/0/data and so on.");
    }

    private static async Task<PhysicalFileHttpResult> GetNamedDataAsync(string id, string name, CallerCatalog catalog, CancellationToken cancellationToken)
    {
        var item = await catalog.RequireAsync(id, cancellationToken);
        var isSidecar = name.EndsWith(Sidecar, StringComparison.OrdinalIgnoreCase);
        var ending = Path.GetExtension(isSidecar ? name[..^Sidecar.Length] : name);
        return item.Members.Count == 0 && ending.Equals(Path.GetExtension(item.DataPath), StringComparison.OrdinalIgnoreCase)
            ? FileOf(id, isSidecar ? item.DataPath + Sidecar : item.DataPath, name)
            : throw new NotFoundException($"file '{name}' of item", id);
    }

    private static async Task<PhysicalFileHttpResult> GetMemberDataAsync(string id, int number, CallerCatalog catalog, CancellationToken cancellationToken)
    {
        var item = await catalog.RequireAsync(id, cancellationToken);
        return number >= 0 && number < item.Members.Count
            ? FileOf(id, item.Members[number].Path, Path.GetFileName(item.Members[number].Path))
            : throw new NotFoundException($"raster {number} of item", id);
    }

    private static PhysicalFileHttpResult FileOf(string id, string path, string name)
    {
        (path, var variable) = VariablePath.Of(path);
        name = variable is null ? name : Path.GetFileName(path);
        if (!File.Exists(path))
        {
            throw new NotFoundException("file of item", id);
        }

        var type = Path.GetExtension(path).ToUpperInvariant() switch { ".TIF" or ".TIFF" => "image/tiff", ".GPKG" => "application/geopackage+sqlite3", ".XML" => "application/xml", _ => "application/octet-stream" };
        return TypedResults.PhysicalFile(
            path, type, name, enableRangeProcessing: true, lastModified: File.GetLastWriteTimeUtc(path),
            entityTag: new EntityTagHeaderValue(FileStamp.Of(path).EntityTag));
    }

    private static async Task<Results<Ok<ModelModel>, FileContentHttpResult>> GetModelAsync(
        string id, CallerCatalog catalog, CancellationToken cancellationToken, string f = "json")
    {
        var item = await catalog.RequireAsync(id, cancellationToken);
        return ModelOf(item) is null ? throw new NotFoundException("model in item", id)
            : f.Equals("json", StringComparison.OrdinalIgnoreCase) ? TypedResults.Ok(ModelModel.From(item)) : ModelExports.Write(item, f);
    }

    /// <summary>What an item's package is; null for an item that is none.</summary>
    /// <exception cref="NotReadyException">That is not known yet, or it was refused.</exception>
    internal static ModelDescription? ModelOf(CatalogItem item) => item.NotReadyReason is { } reason ? throw new NotReadyException(reason) : item.Model;

    private static async Task<NoContent> DeleteAsync(string id, CallerCatalog catalog, ItemDeletion deletion, CancellationToken cancellationToken)
    {
        await catalog.RequireDeletableAsync(id, cancellationToken);
        await deletion.DeleteAsync(id, cancellationToken);
        return TypedResults.NoContent();
    }
}
