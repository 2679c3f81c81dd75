namespace RasterAnalysis.Access;

/// <summary>Who asks, by what, and from where.</summary>
/// <param name="User">Name of the user; empty for nobody.</param>
/// <param name="Means">What says who they are.</param>
/// <param name="Address">Address of the client, after the trusted proxies were believed; empty where there is none.</param>
public sealed record AuditSource(string User, AccessMeans Means, string Address)
{
    /// <summary>Nobody asks: the service does something by itself.</summary>
    public static AuditSource Service { get; } = new("", AccessMeans.Service, "");
}
