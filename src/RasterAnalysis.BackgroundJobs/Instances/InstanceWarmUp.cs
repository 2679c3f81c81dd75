using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Instances;

/// <summary>When the service starts, runs the models of the setting <c>Worker__WarmUp</c> on every GPU. Jobs do not wait for it.</summary>
internal sealed class InstanceWarmUp(
    ProcessingInstancePool pool, ProcessingInstanceOptions options, DataLayout layout, ILogger<InstanceWarmUp> logger) : BackgroundService
{
    // the pool gives instances that are out at the same time a GPU each
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(options.DeviceIds.Select(_ => Task.Run(() => WarmUpAsync(stoppingToken), stoppingToken)));

    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        foreach (var model in options.WarmUp)
        {
            try
            {
                var instance = pool.Rent();
                try
                {
                    var found = await instance.CallAsync<string>(new InstanceRequest.WarmUp(PathOf(model)), null, null, cancellationToken);
                    logger.LogInformation("Warmed up {Model} on GPU {Device}: {Found}", model, instance.Device, found);
                }
                finally
                {
                    pool.Return(instance);
                }
            }
            catch (RasterAnalysisException exception)
            {
                logger.LogWarning("{Model} cannot be warmed up: {Message}", model, exception.Message);
            }
        }
    }

    /// <summary>An uploaded package lies unpacked beside its item.</summary>
    private string PathOf(string model) =>
        Directory.Exists(model) || File.Exists(model) ? model : Path.Combine(layout.ItemFolder(model), "package");
}
