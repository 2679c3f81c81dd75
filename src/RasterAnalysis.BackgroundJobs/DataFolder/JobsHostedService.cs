using Microsoft.Extensions.Hosting;
using RasterAnalysis.BackgroundJobs.Storage;

namespace RasterAnalysis.BackgroundJobs.DataFolder;

/// <summary>Sees to it that the data folder is prepared before the first job is taken, and says when the service is being stopped.</summary>
internal sealed class JobsHostedService(DataFolderStart start, ServiceStopping stopping) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => start.RunAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        stopping.Announce();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
