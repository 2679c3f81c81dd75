using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RasterAnalysis.Catalog;
using RasterAnalysis.Processing;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Instances;

/// <summary>When the service starts, runs the models of the setting <c>Worker__WarmUp</c> on every GPU. Jobs do not wait for it.</summary>
internal sealed class InstanceWarmUp(
    ProcessingInstancePool pool, ProcessingInstanceOptions options, ICatalogStore catalog, DataLayout layout, ILogger<InstanceWarmUp> logger) : BackgroundService
{
    // the pool gives instances that are out at the same time a GPU each
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(options.DeviceIds.Select(_ => Task.Run(() => WarmUpAsync(stoppingToken), stoppingToken)));

    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        // one instance to the end, so that each of them stays on its GPU
        ProcessingInstance? instance = null;
        try
        {
            foreach (var model in options.WarmUp)
            {
                try
                {
                    instance ??= await pool.RentAsync(cancellationToken);
                    var found = await instance.CallAsync<string>(new InstanceRequest.WarmUp(await PathOfAsync(model, cancellationToken)), null, null, cancellationToken);
                    logger.LogInformation("Warmed up {Model} on GPU {Device}: {Found}", model, instance.Device, found);
                }
                catch (RasterAnalysisException exception)
                {
                    logger.LogWarning("{Model} cannot be warmed up: {Message}", model, exception.Message);
                    if (instance is { IsAlive: false })
                    {
                        // the pool would go on counting it as work on its GPU
                        pool.Return(instance);
                        instance = null;
                    }
                }
            }
        }
        finally
        {
            if (instance is not null)
            {
                pool.Return(instance);
            }
        }
    }

    /// <summary>An uploaded package lies unpacked beside its item.</summary>
    private async Task<string> PathOfAsync(string model, CancellationToken cancellationToken)
    {
        if (Directory.Exists(model) || File.Exists(model))
        {
            return model;
        }

        await catalog.FindAsync(model, cancellationToken);
        return Path.Combine(layout.ItemFolder(model), "package");
    }
}
