using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>Resources as ArcGIS has them.</summary>
internal static class ResourceCalls
{
    /// <summary>GET and POST alike: clients switch to POST when an address gets long, and some always post.</summary>
    public static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post];

    /// <summary>What is called is a resource.</summary>
    public static RouteHandlerBuilder IsResource(this RouteHandlerBuilder call) => call.Produces<JsonObject>();

    /// <summary>What is called changes something; clients of ArcGIS ask for that in both ways too.</summary>
    public static RouteHandlerBuilder IsChange(this RouteHandlerBuilder call) => call.IsResource().WithMetadata(new ChangingOperation());
}
