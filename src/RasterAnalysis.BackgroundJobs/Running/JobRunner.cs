using System.Globalization;
using Microsoft.Extensions.Logging;
using RasterAnalysis.BackgroundJobs.Instances;
using RasterAnalysis.BackgroundJobs.ModelTasks;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.Catalog;
using RasterAnalysis.Classification;
using RasterAnalysis.Jobs;
using RasterAnalysis.ModelTasks;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Takes a job from the queue, has it worked on and records how it ended. Leaves no scratch file of a finished job.</summary>
internal sealed class JobRunner(
    PatientJobStore jobs, PatientSectionJournal journal, ClassifyPixelsRun run, ModelTaskRun modelTasks, KeptSections kept, ResultPublisher publisher, Patience patience,
    RunningJobs running, DataLayout layout, JobLimits limits, TimeProvider time, ILogger<JobRunner> logger)
{
    private static readonly TimeSpan CancelPoll = TimeSpan.FromSeconds(1);

    /// <summary>Runs a job to its end. A job that is finished, or that runs here already, is left alone.</summary>
    public async Task RunAsync(string jobId, CancellationToken stopping)
    {
        using var registration = running.Begin(jobId, stopping);
        if (registration is null || !await BeginAsync(jobId))
        {
            return;
        }

        var watch = WatchForCancelAsync(jobId, registration);
        try
        {
            await RunAsync((await jobs.FindAsync(jobId, CancellationToken.None))!, registration.Token, stopping);
        }
        finally
        {
            registration.Cancel();
            await watch;
        }
    }

    private async Task<bool> BeginAsync(string jobId)
    {
        if (await jobs.FindAsync(jobId) is { Status: JobStatus.Executing })
        {
            // the queue hands a job out again only when the node that had it is gone; its claims run out by themselves
            await jobs.TryMoveAsync(
                jobId, JobStatus.Waiting,
                messages: [Message(JobMessageType.Informative, "The node that worked on it is gone; the job goes on from its finished sections.")]);
        }

        if (await jobs.TryMoveAsync(jobId, JobStatus.Executing))
        {
            return true;
        }

        if (await jobs.FindAsync(jobId) is { Status: JobStatus.Cancelling })
        {
            // the service was stopped between the request to cancel and its end
            await CleanAsync(jobId);
            await jobs.TryMoveAsync(jobId, JobStatus.Cancelled);
        }

        return false;
    }

    private async Task RunAsync(AnalysisJob job, CancellationToken cancellationToken, CancellationToken stopping)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (limits.MaxJobTime > TimeSpan.Zero)
        {
            // counted from its first start, also when it goes on after a restart
            var left = limits.MaxJobTime - (time.GetUtcNow() - (job.Started ?? time.GetUtcNow()));
            deadline.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        try
        {
            var item = ModelTaskNames.All.Contains(job.Task) ? await modelTasks.RunAsync(job, deadline.Token) : await run.RunAsync(job, deadline.Token);
            JobMessage[] messages = item is null
                ? [Ended(JobStatus.Succeeded, job)]
                : [Message(JobMessageType.Informative, $"Output item id is: {item.Id}"), Ended(JobStatus.Succeeded, job)];
            if (!await jobs.TryMoveAsync(job.Id, JobStatus.Succeeded, item?.Id, messages))
            {
                // cancelled in the last moment: a client that was told so must find no result
                throw new OperationCanceledException();
            }

            DeleteScratch(job.Id);
        }
        catch (Exception exception)
        {
            var isStopping = stopping.IsCancellationRequested;
            var isCancelled = await IsCancellingAsync(job.Id) || (cancellationToken.IsCancellationRequested && !isStopping);
            var isTimedOut = deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested;
            await EndAsync(job, exception, JobOutcome.Of(exception, isCancelled, isStopping, isTimedOut));
        }
    }

    private async Task<bool> IsCancellingAsync(string jobId) => await jobs.FindAsync(jobId) is { Status: JobStatus.Cancelling };

    private async Task EndAsync(AnalysisJob job, Exception exception, JobOutcome outcome)
    {
        logger.LogInformation(exception, "Job {JobId} ends as {Status}", job.Id, outcome.Status);
        if (outcome.Status == JobStatus.Waiting)
        {
            await journal.ReleaseAsync(job.Id, CancellationToken.None);
            await jobs.TryMoveAsync(job.Id, JobStatus.Waiting);
            return;
        }

        var shortage = outcome.Status == JobStatus.Failed && exception is not InvalidRequestException ? DiskSpace.ShortageOf(layout.JobFolder(job.Id)) : null;

        // on a full disk they would be what keeps the end of the job from being recorded
        var isKept = shortage is null && outcome.Status == JobStatus.Failed && exception is ProcessingInstanceException && await KeepSectionsAsync(job.Id);
        await CleanAsync(job.Id);
        JobMessage[] messages =
        [
            .. outcome.Message is { } message ? [Message(JobMessageType.Error, message)] : Array.Empty<JobMessage>(),
            .. shortage is not null ? [Message(JobMessageType.Error, shortage)] : Array.Empty<JobMessage>(),
            .. isKept ? [Message(JobMessageType.Informative, "Its finished sections are kept for a while: the same job submitted again goes on from them.")] : Array.Empty<JobMessage>(),
            Ended(outcome.Status, job),
        ];
        if (!await jobs.TryMoveAsync(job.Id, outcome.Status, messages: messages))
        {
            await jobs.TryMoveAsync(job.Id, JobStatus.Cancelled, messages: [Ended(JobStatus.Cancelled, job)]);
        }
    }

    private JobMessage Ended(JobStatus status, AnalysisJob job)
    {
        var now = time.GetUtcNow();
        return Message(
            status is JobStatus.Failed or JobStatus.TimedOut ? JobMessageType.Error : JobMessageType.Informative,
            string.Create(
                CultureInfo.InvariantCulture, $"{status} at {now:yyyy-MM-dd HH:mm:ss}Z (Elapsed Time: {(now - (job.Started ?? job.Submitted)).TotalSeconds:F2} seconds)"));
    }

    private JobMessage Message(JobMessageType type, string text) => new(type, text, time.GetUtcNow());

    private async Task<bool> KeepSectionsAsync(string jobId) =>
        await jobs.FindAsync(jobId) is { } job && await patience.TryAsync(_ => kept.KeepAsync(job, new JobScratch(layout, jobId)), CancellationToken.None);

    /// <summary>Removes every file of a job that ended without a result.</summary>
    private async Task CleanAsync(string jobId)
    {
        DeleteScratch(jobId);
        try
        {
            await patience.TryAsync(() => publisher.WithdrawResultAsync(jobId), CancellationToken.None);
        }
        catch (IOException exception)
        {
            logger.LogWarning(exception, "What job {JobId} had published could not be deleted", jobId);
        }
    }

    private void DeleteScratch(string jobId)
    {
        try
        {
            new JobScratch(layout, jobId).Delete();
        }
        catch (IOException exception)
        {
            logger.LogWarning(exception, "The scratch files of job {JobId} could not be deleted; they go at the next start", jobId);
        }
    }

    /// <summary>Looks into the database now and then: another machine may have taken the request to cancel.</summary>
    private async Task WatchForCancelAsync(string jobId, RunningJobs.Registration registration)
    {
        var token = registration.Token;
        using var timer = new PeriodicTimer(CancelPoll, time);
        try
        {
            while (await timer.WaitForNextTickAsync(token))
            {
                if (await IsCancellingAsync(jobId))
                {
                    registration.Cancel();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // the job is over
        }
    }
}
