using RasterAnalysis.Access;

namespace RasterAnalysis.Api.Auditing;

/// <summary>Who asks, by the request that is answered just now; outside of one, nobody does.</summary>
internal sealed class RequestSource(IHttpContextAccessor accessor) : IAuditSource
{
    /// <inheritdoc/>
    public AuditSource Current
    {
        get
        {
            if (accessor.HttpContext is not { } context)
            {
                return AuditSource.Service;
            }

            var (caller, address) = (context.RequestServices.GetRequiredService<CurrentCaller>().ValueOrNobody, context.Connection.RemoteIpAddress);
            return new AuditSource(
                caller.Name, caller.IsByCookie ? AccessMeans.Session : caller.Means, (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString() ?? "");
        }
    }
}
