using Microsoft.Extensions.Logging;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Storage;
using RasterAnalysis.Tools;

namespace RasterAnalysis.BackgroundJobs.Queue;

/// <summary>
/// At the start of the embedded service, queues every unfinished job again: the queue is in memory and forgot them. Clears the scratch files
/// of jobs that are finished, and of uploads that were cut off.
/// </summary>
internal sealed class JobRecovery(IJobStore jobs, ISectionJournal journal, IJobQueue queue, ToolRegistry tools, ResultPublisher publisher, DataLayout layout, ILogger<JobRecovery> logger)
{
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        var unfinished = await jobs.ListUnfinishedAsync(cancellationToken);
        Clear(layout.UploadFolder, []);
        Clear(layout.JobsFolder, [.. unfinished.Select(job => job.Id)]);
        foreach (var job in unfinished)
        {
            if (job.Status == JobStatus.Cancelling)
            {
                new JobScratch(layout, job.Id).Delete();
                await publisher.WithdrawResultAsync(job.Id);
                await jobs.TryMoveAsync(job.Id, JobStatus.Cancelled, cancellationToken: cancellationToken);
                continue;
            }

            await journal.ReleaseAsync(job.Id, cancellationToken);
            if (await jobs.TryMoveAsync(job.Id, JobStatus.Waiting, cancellationToken: cancellationToken) && job.Status == JobStatus.Executing)
            {
                await jobs.AddMessageAsync(
                    job.Id, JobMessageType.Informative,
                    tools.Find(job.Task) is { GoesOn: true } ? "The service was started again; the job goes on from its finished sections." : "The service was started again; the job begins anew.",
                    cancellationToken);
            }

            queue.Enqueue(job.Id, job.Task);

            logger.LogInformation("Job {JobId} goes on", job.Id);
        }
    }

    private void Clear(string folder, HashSet<string> keep)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var entry in Directory.EnumerateFileSystemEntries(folder).Where(entry => !keep.Contains(Path.GetFileName(entry))))
        {
            try
            {
                if (Directory.Exists(entry))
                {
                    Directory.Delete(entry, recursive: true);
                }
                else
                {
                    File.Delete(entry);
                }
            }
            catch (IOException exception)
            {
                logger.LogWarning(exception, "{Entry} could not be deleted", entry);
            }
        }
    }
}
