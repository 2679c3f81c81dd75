using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.ArcGis.FeatureServer;
using RasterAnalysis.ArcGis.GeoprocessingServer;
using RasterAnalysis.ArcGis.ImageServer;
using RasterAnalysis.ArcGis.Portal;
using RasterAnalysis.ArcGis.ServicesDirectory;
using RasterAnalysis.ArcGis.Wire;

namespace RasterAnalysis.ArcGis;

/// <summary>The ArcGIS REST contract of raster analysis: services under <c>/arcgis/rest</c>, portal content under <c>/arcgis/sharing/rest</c>.</summary>
public static class ArcGisEndpoints
{
    /// <summary>Maps every resource. Whatever else is asked for below those paths gets ArcGIS's error object.</summary>
    public static IEndpointRouteBuilder MapArcGis(this IEndpointRouteBuilder endpoints)
    {
        foreach (var root in (string[])[ArcGisRequest.Root, PortalPaths.Root])
        {
            endpoints.MapMethods($"{root}/{{**path}}", [HttpMethods.Options], AnswerOptions).ExcludeFromDescription();
        }

        var rest = endpoints.MapGroup(ArcGisRequest.Root).AddEndpointFilter<EnvelopeFilter>().WithTags("ArcGIS REST");
        rest.MapServicesDirectory();
        rest.MapGeoprocessingServer();
        rest.MapImageServer();
        rest.MapFeatureServer();
        rest.Map("{**path}", RefuseUnknown).ExcludeFromDescription();

        var sharing = endpoints.MapGroup(PortalPaths.Root).AddEndpointFilter<EnvelopeFilter>().WithTags("ArcGIS portal content");
        sharing.MapPortal();
        sharing.Map("{**path}", RefuseUnknown).ExcludeFromDescription();
        endpoints.MapHomePages();
        return endpoints;
    }

    /// <summary>Plain questions for the methods; those of pages of other origins are the host's to answer.</summary>
    private static IResult AnswerOptions(HttpResponse response)
    {
        response.Headers.Allow = "GET, POST, OPTIONS";
        return Results.NoContent();
    }

    private static EsriResource RefuseUnknown(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsPost(request.Method)
            ? throw new NotFoundException("resource", request.Path.Value ?? "")
            : throw new InvalidRequestException("method", $"{request.Method} is not taken here; use GET or POST.");
}
