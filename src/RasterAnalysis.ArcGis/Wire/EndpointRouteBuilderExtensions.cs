using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>Maps resources as ArcGIS has them.</summary>
internal static class EndpointRouteBuilderExtensions
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post];

    /// <summary>Maps a resource for GET and POST alike: clients switch to POST when an address gets long, and some always post.</summary>
    public static RouteHandlerBuilder MapResource(this IEndpointRouteBuilder endpoints, string pattern, Delegate handler) =>
        endpoints.MapMethods(pattern, Methods, handler).Produces<JsonObject>();

    /// <summary>Maps an operation that changes something, for GET and POST alike too: clients of ArcGIS ask for both.</summary>
    public static RouteHandlerBuilder MapChange(this IEndpointRouteBuilder endpoints, string pattern, Delegate handler) =>
        endpoints.MapResource(pattern, handler).WithMetadata(new ChangingOperation());
}
