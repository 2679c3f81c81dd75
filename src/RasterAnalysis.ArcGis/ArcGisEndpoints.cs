using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.ArcGis.GeoprocessingServer;
using RasterAnalysis.ArcGis.ImageServer;
using RasterAnalysis.ArcGis.ServicesDirectory;
using RasterAnalysis.ArcGis.Wire;

namespace RasterAnalysis.ArcGis;

/// <summary>The ArcGIS REST contract of raster analysis, under <c>/arcgis/rest</c>.</summary>
public static class ArcGisEndpoints
{
    /// <summary>Maps every resource. Whatever else is asked for below <c>/arcgis/rest</c> gets ArcGIS's error object.</summary>
    public static IEndpointRouteBuilder MapArcGis(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods($"{ArcGisRequest.Root}/{{**path}}", [HttpMethods.Options], AnswerPreflight).ExcludeFromDescription();

        var rest = endpoints.MapGroup(ArcGisRequest.Root).AddEndpointFilter<EnvelopeFilter>().WithTags("ArcGIS REST");
        rest.MapServicesDirectory();
        rest.MapGeoprocessingServer();
        rest.MapImageServer();
        rest.Map("{**path}", RefuseUnknown).ExcludeFromDescription();
        return endpoints;
    }

    private static IResult AnswerPreflight(HttpResponse response)
    {
        CorsHeaders.WriteTo(response);
        return Results.NoContent();
    }

    private static EsriResource RefuseUnknown(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsPost(request.Method)
            ? throw new NotFoundException("resource", request.Path.Value ?? "")
            : throw new InvalidRequestException("method", $"{request.Method} is not taken here; use GET or POST.");
}
