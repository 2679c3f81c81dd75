using RasterAnalysis.Access;

namespace RasterAnalysis.Api.Auditing;

/// <summary>Says of endpoints as what the audit records that they were refused.</summary>
internal static class AuditedEndpoints
{
    /// <summary>Records refusals under an action.</summary>
    public static TBuilder IsAudited<TBuilder>(this TBuilder endpoint, AuditAction action)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new AuditedAction(action));
}
