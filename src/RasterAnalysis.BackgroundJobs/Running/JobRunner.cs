using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RasterAnalysis.BackgroundJobs.DataStore;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.BackgroundJobs.Telemetry;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Takes a job from the queue, has it worked on and records how it ended. Leaves no scratch file of a finished job.</summary>
internal sealed class JobRunner(
    RetryingJobStore jobs, RetryingSectionJournal journal, IServiceProvider services, KeptSections kept, ResultPublisher publisher, RetryPolicy retries,
    RunningJobs running, IJobFiles files, DataLayout layout, JobLimits limits, TimeProvider time, ILogger<JobRunner> logger)
{
    private static readonly TimeSpan CancelPoll = TimeSpan.FromSeconds(1);

    /// <summary>How long a silent run keeps its job: less than it takes the queue to hand the job out again.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    // timers do not reach further than 49 days
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(45);

    /// <summary>Runs a job to its end. A job that is finished, or that another run has, here or elsewhere, is left alone.</summary>
    /// <returns>Whether this run had it.</returns>
    /// <exception cref="OperationCanceledException">The service is being stopped, or the queue took the job away; the queue must not take it for done.</exception>
    public async Task<bool> RunAsync(string jobId, CancellationToken stopping)
    {
        // every line that is logged meanwhile says whose it is
        using var scope = logger.BeginScope(new Dictionary<string, object> { ["JobId"] = jobId });
        var runId = AnalysisJob.NewId();
        using var patience = StorePatience.ForJob();
        using var registration = running.Begin(jobId, stopping);
        if (registration is null || !await BeginAsync(jobId, runId))
        {
            return false;
        }

        var watch = WatchAsync(jobId, runId, registration);
        try
        {
            await RunAsync((await jobs.FindAsync(jobId, CancellationToken.None))!, runId, registration.Token, stopping);
        }
        finally
        {
            registration.Cancel();
            await watch;
        }

        if (stopping.IsCancellationRequested && await jobs.FindAsync(jobId, CancellationToken.None) is { } job && !job.Status.IsFinal())
        {
            throw new OperationCanceledException(stopping);
        }

        return true;
    }

    private async Task<bool> BeginAsync(string jobId, string runId)
    {
        JobMessage[] messages = await jobs.FindAsync(jobId) is { Status: JobStatus.Executing }
            ? [Message(JobMessageType.Informative, "The node that worked on it is gone; the job goes on from its finished sections.")] : [];
        if (await jobs.TryBeginAsync(jobId, runId, Lease, messages))
        {
            return true;
        }

        if (await jobs.FindAsync(jobId) is { Status: JobStatus.Cancelling } job && !(job.HeldUntil > time.GetUtcNow()))
        {
            // the service was stopped between the request to cancel and its end
            await CleanAsync(jobId);
            await jobs.TryMoveAsync(jobId, JobStatus.Cancelled);
        }

        return false;
    }

    private async Task RunAsync(AnalysisJob job, string runId, CancellationToken cancellationToken, CancellationToken stopping)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var span = StoredTrace.StartRun(job);

        // counted from its first start, also when it goes on after a restart
        var left = limits.MaxJobTime - (time.GetUtcNow() - (job.Started ?? time.GetUtcNow()));
        if (limits.MaxJobTime > TimeSpan.Zero && left < LongestTimer)
        {
            deadline.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        try
        {
            await files.BringItemsAsync(job, deadline.Token);
            var item = await RunOf(job).RunAsync(job, deadline.Token);
            await files.StoreItemsAsync(job, item?.Id, deadline.Token);
            JobMessage[] messages = item is null
                ? [Ended(JobStatus.Succeeded, job)]
                : [Message(JobMessageType.Informative, $"Output item id is: {item.Id}"), Ended(JobStatus.Succeeded, job)];
            if (!await jobs.TryMoveAsync(job.Id, JobStatus.Succeeded, item?.Id, messages, runId))
            {
                // cancelled in the last moment: a client that was told so must find no result
                throw new OperationCanceledException();
            }

            span?.SetTag(ServiceTracing.JobStatus, nameof(JobStatus.Succeeded));
            DeleteScratch(job.Id);
            await files.RemoveAsync(job.Id);
        }
        catch (Exception exception)
        {
            var isStopping = stopping.IsCancellationRequested;
            var isCancelled = await IsCancellingAsync(job.Id) || (cancellationToken.IsCancellationRequested && !isStopping);
            var isTimedOut = deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested;
            var outcome = JobOutcome.Of(exception, isCancelled, isStopping, isTimedOut);
            span?.SetTag(ServiceTracing.JobStatus, outcome.Status.ToString())
                .SetStatus(outcome.Status is JobStatus.Failed or JobStatus.TimedOut ? ActivityStatusCode.Error : ActivityStatusCode.Unset, outcome.Message);
            await EndAsync(job, runId, exception, outcome);
        }
    }

    private IToolRun RunOf(AnalysisJob job) => services.GetKeyedService<IToolRun>(job.Task)
        ?? throw new InvalidRequestException("task", $"This service has no tool {job.Task}; another version of it, which took the job in, has.");

    private async Task<bool> IsCancellingAsync(string jobId) => await jobs.FindAsync(jobId) is { Status: JobStatus.Cancelling };

    private async Task EndAsync(AnalysisJob job, string runId, Exception exception, JobOutcome outcome)
    {
        logger.LogInformation(exception, "Job {JobId} ends as {Status}", job.Id, outcome.Status);
        if (await jobs.FindAsync(job.Id, CancellationToken.None) is not { } found || found.RunId != runId)
        {
            // this process was silent for so long that another run took the job: nothing of it is this one's any more
            return;
        }

        if (outcome.Status == JobStatus.Waiting)
        {
            await journal.ReleaseAsync(job.Id, CancellationToken.None);
            await jobs.TryMoveAsync(job.Id, JobStatus.Waiting, runId: runId);
            return;
        }

        var shortage = outcome.Status == JobStatus.Failed && exception is not (InvalidRequestException or QuotaException) ? DiskSpace.ShortageOf(layout.JobFolder(job.Id)) : null;

        // on a full disk they would be what keeps the end of the job from being recorded
        var isKept = shortage is null && outcome.Status == JobStatus.Failed && exception is ProcessingInstanceException or QuotaException
            && await KeepSectionsAsync(job.Id);
        await CleanAsync(job.Id);
        JobMessage[] messages =
        [
            .. outcome.Message is { } message ? [Message(JobMessageType.Error, message)] : Array.Empty<JobMessage>(),
            .. shortage is not null ? [Message(JobMessageType.Error, shortage)] : Array.Empty<JobMessage>(),
            .. isKept ? [Message(JobMessageType.Informative, "Its finished sections are kept for a while: the same job submitted again goes on from them.")] : Array.Empty<JobMessage>(),
            Ended(outcome.Status, job),
        ];
        if (!await jobs.TryMoveAsync(job.Id, outcome.Status, messages: messages, runId: runId))
        {
            await jobs.TryMoveAsync(job.Id, JobStatus.Cancelled, messages: [Ended(JobStatus.Cancelled, job)], runId: runId);
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

    private async Task<bool> KeepSectionsAsync(string jobId)
    {
        try
        {
            return await jobs.FindAsync(jobId) is { } job && await retries.TryAsync(_ => kept.KeepAsync(job, new JobScratch(layout, jobId)), CancellationToken.None);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogWarning(exception, "The finished sections of job {JobId} could not be kept", jobId);
            return false;
        }
    }

    /// <summary>Removes every file of a job that ended without a result. What cannot be removed does not keep its end from being recorded.</summary>
    private async Task CleanAsync(string jobId)
    {
        DeleteScratch(jobId);
        await files.RemoveAsync(jobId);
        try
        {
            await retries.TryAsync(() => publisher.WithdrawResultAsync(jobId), CancellationToken.None);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
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
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning(exception, "The scratch files of job {JobId} could not be deleted; they go at the next start", jobId);
        }
    }

    /// <summary>
    /// Says now and then that the job is still worked on, and looks into the database: another machine may have taken the request to cancel, or the job.
    /// </summary>
    private async Task WatchAsync(string jobId, string runId, RunningJobs.Registration registration)
    {
        var token = registration.Token;
        var renewal = time.GetUtcNow() + (Lease / 3);
        using var timer = new PeriodicTimer(CancelPoll, time);
        try
        {
            while (await timer.WaitForNextTickAsync(token))
            {
                if (await jobs.FindAsync(jobId) is { Status: JobStatus.Executing } job && job.RunId == runId)
                {
                    if (time.GetUtcNow() >= renewal)
                    {
                        await jobs.HoldAsync(jobId, runId, Lease);
                        renewal = time.GetUtcNow() + (Lease / 3);
                    }
                }
                else
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
