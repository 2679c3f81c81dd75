using Microsoft.Extensions.Diagnostics.HealthChecks;
using RasterAnalysis.BackgroundJobs;

namespace RasterAnalysis.Api.Health;

/// <summary>The data folder is there and can be written.</summary>
internal sealed class DataFolderHealthCheck(ServiceReadiness readiness) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            readiness.TryFolder();
            return Task.FromResult(HealthCheckResult.Healthy("The data folder is there and can be written."));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy("The data folder is gone, full, or cannot be written.", exception));
        }
    }
}
