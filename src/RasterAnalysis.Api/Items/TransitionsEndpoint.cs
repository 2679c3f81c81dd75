using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.Catalog;
using RasterAnalysis.Rasters;
using RasterAnalysis.Transitions;

namespace RasterAnalysis.Api.Items;

/// <summary><c>GET /items/{id}/transitions</c>: what of each class became what.</summary>
internal static class TransitionsEndpoint
{
    public static void MapTransitions(this RouteGroupBuilder items) =>
        items.MapGet("/{id}/transitions", GetAsync).WithName("GetItemTransitions").WithSummary("What of each class became what")
            .WithDescription(
                "Of the result of POST /items/{id}/change: the matrix of transitions, pixels and square metres, with the classes of the earlier raster as rows and those of the later one as columns. The areas are those of "
                + "GET /items/{id}/areas. With format=csv the matrix with its totals as a table in one unit.")
            .WithQuery("format", "unit").MayBeMissing();

    private static async Task<Results<Ok<TransitionsModel>, FileContentHttpResult>> GetAsync(
        string id, CallerCatalog catalog, TransitionStore transitions, IClassAreas areas, CancellationToken cancellationToken, string format = "json", string unit = "hectares")
    {
        var isCsv = format.Equals("csv", StringComparison.OrdinalIgnoreCase);
        if (!isCsv && !format.Equals("json", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidRequestException("format", $"is '{format}'; it must be json or csv.");
        }

        var table = TransitionsTable.In(unit);
        var item = await catalog.RequireAsync(id, cancellationToken);
        var record = transitions.Find(item.Id) ?? throw new NotFoundException("matrix of transitions of item", id);
        try
        {
            var matrix = TransitionMatrix.Of(new TransitionClasses(record.From, record.To, record.Options.Unchanged), await areas.OfAsync(item, cancellationToken));
            return isCsv ? TypedResults.File(table.Write(matrix), "text/csv; charset=utf-8", $"{item.ServiceName ?? item.Id}-transitions.csv")
                : TypedResults.Ok(TransitionsModel.Of(record, matrix));
        }
        catch (RasterAccessException exception) when (!exception.IsTransient)
        {
            throw new InvalidRequestException("id", exception.Message);
        }
    }
}
