using Microsoft.Extensions.Diagnostics.HealthChecks;
using RasterAnalysis.Processing;

namespace RasterAnalysis.Api.Health;

/// <summary>The worker program is there to be started.</summary>
internal sealed class WorkerHealthCheck(ProcessingInstanceOptions options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(File.Exists(options.ProgramPath)
            ? HealthCheckResult.Healthy("The worker program is there to be started.")
            : HealthCheckResult.Unhealthy("The worker program is not where the setting RasterAnalysis__Worker__Path says."));
}
