using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.Access;
using RasterAnalysis.ArcGis.ServicesDirectory;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;
using RasterAnalysis.Json;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary><c>createService</c>: the item and the name that a later job's result fills (<c>docs/reference/arcgis-rest-behaviour.md#an-item-made-before-its-job</c>).</summary>
internal static class CreateServiceEndpoints
{
    /// <summary>Maps it, with and without a folder.</summary>
    public static void MapCreateService(this IEndpointRouteBuilder sharing)
    {
        foreach (var folder in (string[])["", "/{folder}"])
        {
            sharing.MapMethods($"content/users/{{user}}{folder}/createService", ResourceCalls.Methods, CreateAsync).IsChange()
                .WithMetadata(new AuditedAction(AuditAction.ItemAdded)).WithSummary("Makes an image service for the result of a job");
        }
    }

    private static async Task<EsriResource> CreateAsync(
        string user, string? folder, HttpContext context, ServiceReservation reservation, IFolderStore folders, PortalUsers users,
        CancellationToken cancellationToken)
    {
        context.RequirePost();
        var owner = await users.RequireAsync(user, cancellationToken);
        var request = context.ArcGis();
        var target = (folder ?? request.Parameters["folder"]) is { } asked && asked != "/" ? await folders.RequireAsync(owner, asked, cancellationToken) : null;
        if (request.Parameters["outputType"] is { } type && !type.Equals("imageService", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidRequestException("outputType", "must be imageService; no other services are made here.");
        }

        var create = Parse(request.Parameters["createParameters"]);
        var name = create["name"].AsText() ?? throw new InvalidRequestException("createParameters.name", "is required: the name of the service.");
        var (_, change) = ItemDetailsParser.Parse(request.Parameters);
        var details = change(new ItemDetails { Description = create["description"].AsText() ?? "" });
        var item = await reservation.ReserveAsync(name, target?.Title ?? "", owner, details, cancellationToken);
        var address = request.AddressOf(ServicePaths.ImageService(item.ServiceName!));
        return new EsriResource(item.Title, new JsonObject
        {
            ["success"] = true,
            ["itemId"] = item.Id,
            ["serviceItemId"] = item.Id,
            ["serviceurl"] = address,
            ["encodedServiceURL"] = address,
            ["name"] = item.ServiceName,
            ["size"] = item.Size,
            ["type"] = item.Type.WireName(),
            ["isView"] = false,
        });
    }

    private static JsonObject Parse(string? text)
    {
        const string Field = "createParameters";
        try
        {
            return text is null ? throw new InvalidRequestException(Field, "is required, for example {\"name\":\"LandCover\"}.")
                : LenientJson.Parse(text) as JsonObject ?? throw new InvalidRequestException(Field, "must be a JSON object.");
        }
        catch (FormatException exception)
        {
            throw new InvalidRequestException(Field, exception.Message);
        }
    }
}
