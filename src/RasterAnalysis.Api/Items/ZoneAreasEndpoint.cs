using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Api.Errors;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.RateLimits;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.ArcGis;
using RasterAnalysis.Catalog;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Api.Items;

/// <summary><c>POST /items/{id}/areas</c>: how large the classes of a class raster are in zones.</summary>
internal static class ZoneAreasEndpoint
{
    public static void MapZoneAreas(this RouteGroupBuilder items) =>
        items.MapPost("/{id}/areas", MeasureAsync).WithName("MeasureZones").WithSummary("How large the classes of a classified raster are in zones")
            .WithDescription(
                "Zones are polygons, as GeoJSON in the request or of an item of type Feature Service; they may overlap. A pixel belongs to a zone when its centre lies in it, and counts with its own area on the ellipsoid. "
                + $"A zone without pixels says why. At most {ZoneRequestParser.MostZones} zones, and {ZoneRequestParser.MostPoints} points in a request. With format=csv a table, a line for each class of each zone.")
            .IsLimited(RateLimitKind.Pictures).TakesJson<ZoneAreasRequestModel>().WithQuery("format").MayBeMissing();

    private static async Task<Results<Ok<ZoneAreasModel>, FileContentHttpResult>> MeasureAsync(
        string id, HttpRequest request, CallerCatalog catalog, IZoneAreas areas, CancellationToken cancellationToken, string? format = null)
    {
        var item = await catalog.RequireAsync(id, cancellationToken);
        var body = await RequestBody.ReadObjectAsync(request, cancellationToken);
        var faults = RequestKeys.Of<ZoneAreasRequestModel>().Unknown(body);
        var zones = ZoneRequestParser.Parse(body, faults);
        var isCsv = false;
        try
        {
            isCsv = AreasEndpoint.IsCsv(format ?? (body["format"] is { } form ? form.AsText() ?? "" : "json"));
        }
        catch (InvalidRequestException exception)
        {
            faults.AddRange(exception.Errors);
        }

        if (zones is null || faults.Count > 0)
        {
            throw new InvalidRequestException(faults);
        }

        var table = zones.ItemId is { } features ? zones.TableOf(await catalog.FindAsync(features, cancellationToken)) : null;
        try
        {
            var measured = await areas.OfAsync(item, zones, table, cancellationToken);
            return isCsv ? TypedResults.File(AreasTable.Write(measured), "text/csv; charset=utf-8", $"{item.ServiceName ?? item.Id}-zones.csv") : TypedResults.Ok(ZoneAreasModel.From(measured));
        }
        catch (RasterAccessException exception) when (!exception.IsTransient)
        {
            throw new InvalidRequestException("id", exception.Message);
        }
    }
}
