using Microsoft.Extensions.Hosting;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.BackgroundJobs.Queue;

/// <summary>Prepares the database, and queues what an earlier run left, before the first job is taken.</summary>
internal sealed class JobsHostedService(DatabaseInitializer database, JobRecovery recovery, ServiceStopping stopping, BackgroundJobsOptions options) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => database.InitializeAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) =>
        options.IsEmbedded ? recovery.RecoverAsync(cancellationToken) : Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        stopping.Announce();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
