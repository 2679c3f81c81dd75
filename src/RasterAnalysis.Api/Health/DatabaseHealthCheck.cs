using Microsoft.Extensions.Diagnostics.HealthChecks;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.Api.Health;

/// <summary>The database answers.</summary>
internal sealed class DatabaseHealthCheck(IJobStore jobs) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await jobs.ListAsync(0, 1, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", exception);
        }
    }
}
