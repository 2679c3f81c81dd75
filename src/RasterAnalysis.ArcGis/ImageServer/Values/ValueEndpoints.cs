using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.ImageServer.Values;

/// <summary>Values, statistics and histograms of a service.</summary>
internal static class ValueEndpoints
{
    /// <summary>Maps the operations of a service that stands for <c>{name}</c>.</summary>
    public static void MapValues(this IEndpointRouteBuilder service)
    {
        service.MapMethods("identify", ResourceCalls.Methods, IdentifyAsync).IsResource();
        service.MapMethods("getSamples", ResourceCalls.Methods, GetSamplesAsync).IsResource();
        service.MapMethods("statistics", ResourceCalls.Methods, StatisticsAsync).IsResource();
        service.MapMethods("histograms", ResourceCalls.Methods, HistogramsAsync).IsResource();
        service.MapMethods("computeHistograms", ResourceCalls.Methods, ComputeHistogramsAsync).IsResource();
        service.MapMethods("computeStatisticsHistograms", ResourceCalls.Methods, ComputeStatisticsHistogramsAsync).IsResource();
        service.MapMethods("queryBoundary", ResourceCalls.Methods, QueryBoundaryAsync).IsResource().WithSummary("Outline of the raster and its area");
    }

    private static async Task<EsriResource> IdentifyAsync(
        string name, HttpContext context, ImageServiceFinder finder, Identify identify, CancellationToken cancellationToken)
    {
        var service = await finder.FindAsync(name, cancellationToken);
        var request = context.ArcGis();
        return request.Format == ResponseFormat.Html && request.Parameters["geometry"] is null
            ? ServicePages.AskIdentify(service, request.Parameters)
            : new EsriResource($"Pixel of {service.Name}", await identify.AnswerAsync(service, request.Parameters, cancellationToken)) { Page = ServicePages.OfIdentify(service, request.Parameters) };
    }

    private static async Task<EsriResource> GetSamplesAsync(
        string name, HttpContext context, ImageServiceFinder finder, GetSamples samples, CancellationToken cancellationToken)
    {
        var service = await finder.FindAsync(name, cancellationToken);
        return new EsriResource($"Samples of {service.Name}", await samples.AnswerAsync(service, context.Parameters(), cancellationToken));
    }

    private static async Task<EsriResource> StatisticsAsync(
        string name, ImageServiceFinder finder, ServiceStatistics statistics, CancellationToken cancellationToken)
    {
        var service = await finder.FindAsync(name, cancellationToken);
        return new EsriResource($"Statistics of {service.Name}", new JsonObject { ["statistics"] = SummaryJson.Statistics(await statistics.OfAsync(service, cancellationToken)) });
    }

    private static async Task<EsriResource> HistogramsAsync(
        string name, ImageServiceFinder finder, ServiceStatistics statistics, CancellationToken cancellationToken)
    {
        var service = await finder.FindAsync(name, cancellationToken);
        return new EsriResource($"Histograms of {service.Name}", new JsonObject { ["histograms"] = SummaryJson.Histograms(await statistics.OfAsync(service, cancellationToken)) });
    }

    private static async Task<EsriResource> ComputeHistogramsAsync(
        string name, HttpContext context, ImageServiceFinder finder, AreaSummary area, CancellationToken cancellationToken)
    {
        var service = await finder.FindAsync(name, cancellationToken);
        var bands = await area.ComputeAsync(service, context.Parameters(), cancellationToken);
        return new EsriResource($"Histograms of {service.Name}", new JsonObject { ["histograms"] = SummaryJson.Histograms(bands) });
    }

    private static async Task<EsriResource> ComputeStatisticsHistogramsAsync(
        string name, HttpContext context, ImageServiceFinder finder, AreaSummary area, CancellationToken cancellationToken)
    {
        var service = await finder.FindAsync(name, cancellationToken);
        var bands = await area.ComputeAsync(service, context.Parameters(), cancellationToken);
        return new EsriResource(
            $"Statistics and histograms of {service.Name}",
            new JsonObject { ["statistics"] = SummaryJson.Statistics(bands), ["histograms"] = SummaryJson.Histograms(bands) });
    }

    private static async Task<EsriResource> QueryBoundaryAsync(
        string name, HttpContext context, ImageServiceFinder finder, IRasterRenderer renderer, CancellationToken cancellationToken)
    {
        var service = await finder.FindAsync(name, cancellationToken);
        return new EsriResource($"Boundary of {service.Name}", Boundary.ToJson(service, context.Parameters(), renderer));
    }
}
