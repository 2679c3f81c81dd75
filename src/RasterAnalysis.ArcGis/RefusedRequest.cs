using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.Access;

namespace RasterAnalysis.ArcGis;

/// <summary>What the audit records of a request that was refused to somebody who is signed in; of both APIs.</summary>
public static class RefusedRequest
{
    private static readonly string[] Ids = ["id", "jobId", "name"];
    private static readonly string[] Kinds = ["item", "job", "user", "group", "key"];

    /// <summary>The record.</summary>
    /// <param name="request">The request.</param>
    /// <param name="endpoint">What it asked for; null where that is not known.</param>
    /// <param name="values">Values in its address.</param>
    /// <param name="why">Why it was refused.</param>
    public static AuditEvent Of(HttpRequest request, Endpoint? endpoint, RouteValueDictionary? values, ForbiddenException why)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(why);
        var action = endpoint?.Metadata.GetMetadata<AuditedAction>()?.Action ?? AuditAction.Request;
        var pattern = (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "";
        return new AuditEvent(action)
        {
            Kind = Kinds.FirstOrDefault(kind => AuditEvent.WordOf(action).StartsWith(kind, StringComparison.Ordinal)) ?? "",
            Target = Ids.Select(name => values?[name] as string).FirstOrDefault(value => value is not null) ?? "",
            Detail = $"{request.Method} {(pattern.StartsWith('/') ? "" : "/")}{pattern}",
            Refusal = why.Code,
        };
    }
}
