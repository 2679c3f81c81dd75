using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.Api.Tests.SignIn;

/// <summary>The routes that the running service says it has.</summary>
internal static class ServiceRoutes
{
    /// <summary>Routes by method; those that a framework has several of by one of them.</summary>
    public static IEnumerable<(string Method, RoutePattern Pattern)> Of(SecuredHost host) =>
        host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => (Method: method, Pattern: endpoint.RoutePattern)))
        .Where(route => route.Method != "OPTIONS").DistinctBy(route => (route.Method, route.Pattern.RawText!.TrimStart('/')))
        .OrderBy(route => route.Pattern.RawText!.TrimStart('/'), StringComparer.Ordinal)
        .ThenBy(route => route.Method, StringComparer.Ordinal);

    /// <summary>Whether a route is for items with features.</summary>
    public static bool IsOfFeatures(RoutePattern pattern) =>
        pattern.RawText!.Contains("FeatureServer", StringComparison.Ordinal) || pattern.RawText.EndsWith("/features", StringComparison.Ordinal);

    /// <summary>The address of a route, for an item and a job.</summary>
    public static string AddressOf(RoutePattern pattern, CatalogItem item, AnalysisJob job)
    {
        var isJob = pattern.RawText!.Contains("jobs/", StringComparison.Ordinal);
        var address = new StringBuilder();
        foreach (var segment in pattern.PathSegments)
        {
            address.Append('/');
            foreach (var part in segment.Parts)
            {
                address.Append(part switch
                {
                    RoutePatternLiteralPart literal => literal.Content,
                    RoutePatternSeparatorPart separator => separator.Content,
                    RoutePatternParameterPart { Name: "id" } when pattern.RawText.Contains("portals/", StringComparison.Ordinal) => "self",
                    RoutePatternParameterPart { Name: "id" } => isJob ? job.Id : item.Id,
                    RoutePatternParameterPart { Name: "jobId" } => job.Id,
                    RoutePatternParameterPart { Name: "task" } => job.Task,
                    RoutePatternParameterPart { Name: "user" } => "ann",
                    RoutePatternParameterPart { Name: "name" } when pattern.RawText.Contains("Server", StringComparison.Ordinal) => item.ServiceName,
                    RoutePatternParameterPart { Name: "objectId" } => "1",
                    RoutePatternParameterPart { Name: "name" } when pattern.RawText.Contains("/data/", StringComparison.Ordinal) => "any.tif",
                    RoutePatternParameterPart { Name: "name" } when pattern.RawText.Contains("users/", StringComparison.Ordinal) => "nobody",
                    RoutePatternParameterPart { Name: "name" } => "store",
                    _ => "0",
                });
            }
        }

        return address.ToString();
    }
}
