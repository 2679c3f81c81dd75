using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.Access;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary><c>addItem</c>: a model package or a raster becomes an item, opened and tried before it is taken.</summary>
internal static class AddItemEndpoints
{
    private static readonly string[] RasterTypes = ["Image", "Image Service", "Image Collection", "GeoTIFF"];

    /// <summary>Maps it, with and without a folder.</summary>
    public static void MapAddItem(this IEndpointRouteBuilder sharing)
    {
        foreach (var folder in (string[])["", "/{folder}"])
        {
            sharing.MapMethods($"content/users/{{user}}{folder}/addItem", ResourceCalls.Methods, AddAsync).IsChange()
                .WithMetadata(new AuditedAction(AuditAction.ItemAdded)).WithMetadata(new UploadOperation()).WithMetadata(new RateLimitedOperation(RateLimitKind.Uploads))
                .WithSummary("Uploads a model package or a raster").DisableAntiforgery();
        }
    }

    private static async Task<EsriResource> AddAsync(
        string user, string? folder, HttpContext context, ItemPublisher publisher, IFolderStore folders, PortalUsers users,
        CancellationToken cancellationToken)
    {
        context.RequirePost();
        var owner = await users.RequireAsync(user, cancellationToken);
        var request = context.ArcGis();
        var target = (folder ?? request.Parameters["folder"]) is { } asked && asked != "/" ? await folders.RequireAsync(owner, asked, cancellationToken) : null;
        var (title, details) = ItemDetailsParser.Parse(request.Parameters);
        var file = request.Upload ?? throw new InvalidRequestException(
            "file", "is missing; send multipart/form-data with a field 'file': a .dlpk or a raster. Items of a url or a text alone are not kept here.");
        CheckType(request.Parameters["type"], file);
        try
        {
            var item = await publisher.AddUploadAsync(
                file.Path, file.FileName, title, target?.Title ?? "", owner, details(new ItemDetails()), cancellationToken);
            return new EsriResource("Item", new JsonObject { ["success"] = true, ["id"] = item.Id, ["folder"] = target?.Id });
        }
        catch (RasterAccessException exception) when (!exception.IsTransient)
        {
            throw new InvalidRequestException("file", exception.Message);
        }
    }

    /// <summary>A client that names a type counts on it.</summary>
    private static void CheckType(string? type, UploadedFile file)
    {
        if (type is null)
        {
            return;
        }

        var isPackage = ItemPublisher.IsPackage(file.Path, file.FileName);
        var wantsPackage = type.Equals(ItemType.DeepLearningPackage.WireName(), StringComparison.OrdinalIgnoreCase);
        if (!wantsPackage && !RasterTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            throw new InvalidRequestException("type", $"must be Deep Learning Package or one of {string.Join(", ", RasterTypes)}.");
        }

        if (wantsPackage != isPackage)
        {
            throw new InvalidRequestException("file", wantsPackage ? "is no package: a .dlpk is a zip archive." : "is a package or a zip archive, not a raster.");
        }
    }
}
