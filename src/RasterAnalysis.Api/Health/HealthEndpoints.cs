using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace RasterAnalysis.Api.Health;

/// <summary><c>/healthz/live</c>: the process answers. <c>/healthz/ready</c>: it can take jobs.</summary>
internal static class HealthEndpoints
{
    public const string Ready = "ready";

    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = HealthAnswer.WriteAsync }).DisableHttpMetrics();
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = HealthAnswer.WriteAsync })
            .DisableHttpMetrics();
    }
}
