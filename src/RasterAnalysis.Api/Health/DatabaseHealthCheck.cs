using Microsoft.Extensions.Diagnostics.HealthChecks;
using RasterAnalysis.BackgroundJobs;

namespace RasterAnalysis.Api.Health;

/// <summary>The database answers and can be written.</summary>
internal sealed class DatabaseHealthCheck(ServiceReadiness readiness) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await readiness.TryDatabaseAsync(cancellationToken);
            return HealthCheckResult.Healthy("The database answers and can be written.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer, or cannot be written.", exception);
        }
    }
}
