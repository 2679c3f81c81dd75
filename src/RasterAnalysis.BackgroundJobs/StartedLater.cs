using Microsoft.Extensions.Hosting;
using RasterAnalysis.Processing;

namespace RasterAnalysis.BackgroundJobs;

/// <summary>Starts a service that looks after what earlier runs left when the first seconds are over: they belong to whoever started the program and waits for its first answers.</summary>
/// <typeparam name="T">The service.</typeparam>
internal sealed class StartedLater<T>(T service, ProcessingInstancePool pool, TimeProvider time) : BackgroundService
    where T : BackgroundService
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    /// <summary>Ends it, started or not.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await service.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await pool.Rehearsal.WaitAsync(stoppingToken);
        await Task.Delay(Quiet, time, stoppingToken);
        await service.StartAsync(stoppingToken);
        await (service.ExecuteTask ?? Task.CompletedTask);
    }
}
