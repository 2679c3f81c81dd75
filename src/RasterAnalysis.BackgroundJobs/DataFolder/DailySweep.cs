using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RasterAnalysis.BackgroundJobs.Auditing;
using RasterAnalysis.BackgroundJobs.DataStore;
using RasterAnalysis.Uploads;

namespace RasterAnalysis.BackgroundJobs.DataFolder;

/// <summary>Sweeps the data folder at the start and every day. Every hour it removes uploads and records of the audit that have expired, and says that this process still uses the folder.</summary>
internal sealed class DailySweep(
    FolderSweep sweep, ResumableUploads uploads, FolderUse use, AuditRecords audit, IServiceProvider services, TimeProvider time, ILogger<DailySweep> logger) : BackgroundService
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Hour, time);
        var last = DateTimeOffset.MinValue;
        do
        {
            try
            {
                use.Touch();
                uploads.RemoveExpired();
                await audit.RemoveExpiredAsync(stoppingToken);
                if (time.GetUtcNow() - last >= Day)
                {
                    await sweep.SweepAsync(stoppingToken);
                    await (services.GetService<DataStoreSweep>()?.SweepAsync(stoppingToken) ?? Task.CompletedTask);
                    last = time.GetUtcNow();
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(exception, "The data folder could not be swept; that is tried again in an hour");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
