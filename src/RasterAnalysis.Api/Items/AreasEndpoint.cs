using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.Catalog;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Api.Items;

/// <summary><c>GET /items/{id}/areas</c>: how large the classes of a class raster are.</summary>
internal static class AreasEndpoint
{
    public static void MapAreas(this RouteGroupBuilder items) =>
        items.MapGet("/{id}/areas", GetAsync).WithName("GetItemAreas").WithSummary("How large the classes of a classified raster are")
            .WithDescription(
                "Pixels, and square metres on the ellipsoid of the raster's own coordinate system: of each pixel where it lies, so that they are right in degrees and in Web Mercator too. Without a coordinate system they are null, and note says why. "
                + "With format=csv the classes as a table. A large raster that no job has measured is measured first: 503 with Retry-After until it is done.")
            .WithQuery("format").MayBeMissing();

    private static async Task<Results<Ok<AreasModel>, FileContentHttpResult>> GetAsync(
        string id, CallerCatalog catalog, IClassAreas areas, CancellationToken cancellationToken, string format = "json")
    {
        var isCsv = IsCsv(format);
        var item = await catalog.RequireAsync(id, cancellationToken);
        try
        {
            var measured = await areas.OfAsync(item, cancellationToken);
            return isCsv ? TypedResults.File(AreasTable.Write(measured), "text/csv; charset=utf-8", $"{item.ServiceName ?? item.Id}-areas.csv") : TypedResults.Ok(AreasModel.From(measured));
        }
        catch (RasterAccessException exception) when (!exception.IsTransient)
        {
            throw new InvalidRequestException("id", exception.Message);
        }
    }

    /// <summary>Whether a table is wanted.</summary>
    /// <exception cref="InvalidRequestException">Field <c>format</c>: it is neither word.</exception>
    internal static bool IsCsv(string format) => format.ToLowerInvariant() switch
    {
        "csv" => true,
        "json" => false,
        _ => throw new InvalidRequestException("format", $"is '{format}'; it must be json or csv."),
    };
}
