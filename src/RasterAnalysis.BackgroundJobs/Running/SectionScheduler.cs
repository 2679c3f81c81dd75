using System.Runtime.ExceptionServices;
using RasterAnalysis.BackgroundJobs.Telemetry;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>The second step of a job: processing instances claim sections until none is left.</summary>
internal sealed class SectionScheduler(
    IJobStore jobs, ISectionJournal journal, ProcessingInstancePool pool, AnalysisJob job, IReadOnlyList<JobPart> parts, JobScratch scratch, IJobFiles files, ServiceMetrics metrics,
    TimeProvider time)
{
    private static readonly TimeSpan OthersPoll = TimeSpan.FromSeconds(1);
    private readonly SectionProgress _progress = new(parts, time);
    private HashSet<int> _finished = [];

    /// <summary>Works until no section is left, or one fails: then the others are stopped too.</summary>
    /// <param name="rules">How many instances work at once, when they are replaced, and how often a section is tried again.</param>
    /// <param name="onProgress">Told the share that is done, 0 to 1, and a text.</param>
    /// <param name="cancellationToken">Stops all of them.</param>
    /// <exception cref="ProcessingInstanceException">A section failed as often as the rules allow.</exception>
    public async Task RunAsync(SectionRules rules, Func<double, string, Task> onProgress, CancellationToken cancellationToken)
    {
        _finished = await FinishedAsync(cancellationToken);
        _progress.Begin(_finished);
        var instances = Math.Clamp(_progress.Left, 1, rules.Instances);
        do
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var workers = Enumerable.Range(0, instances).Select(_ => Task.Run(() => WorkAsync(rules, instances, onProgress, stop.Token), CancellationToken.None)).ToList();
            var failure = await FailureOfAsync(workers, stop);
            cancellationToken.ThrowIfCancellationRequested();
            if (failure is not null)
            {
                ExceptionDispatchInfo.Throw(failure);
            }
        }
        while (await IsAnyLeftAsync(cancellationToken));
    }

    /// <summary>Whether sections are left: a node claimed them that is gone, and they are free when their leases end. Waits a moment where there are.</summary>
    private async Task<bool> IsAnyLeftAsync(CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync(job.Id, cancellationToken) is not { } found || found.SectionsDone >= found.SectionsTotal)
        {
            return false;
        }

        await Task.Delay(OthersPoll, time, cancellationToken);
        return true;
    }

    /// <summary>Sections that an earlier run has finished. Those whose file did not survive are done again.</summary>
    private async Task<HashSet<int>> FinishedAsync(CancellationToken cancellationToken)
    {
        var finished = new HashSet<int>();
        var sections = await journal.ListAsync(job.Id, cancellationToken);
        await files.BringSectionsAsync(scratch, sections, cancellationToken);
        foreach (var section in sections.Where(section => section.IsDone))
        {
            if (SectionHash.Fits(scratch.SectionPath(section.Number), section.Hash))
            {
                finished.Add(section.Number);
                continue;
            }

            await journal.ReopenAsync(job.Id, section.Number, cancellationToken);
            await jobs.AddMessageAsync(
                job.Id, JobMessageType.Warning, $"The file of section {section.Number + 1} is lost or was changed since it was finished; it is done again.", cancellationToken);
        }

        return finished;
    }

    /// <summary>Waits for all of them; where one fails, the others are stopped.</summary>
    /// <returns>The first failure; null for none.</returns>
    private static async Task<Exception?> FailureOfAsync(List<Task> workers, CancellationTokenSource stop)
    {
        var failure = default(Exception);
        while (workers.Count > 0)
        {
            var ended = await Task.WhenAny(workers);
            workers.Remove(ended);
            if (ended.Exception?.InnerException is { } exception)
            {
                failure ??= exception;
                await stop.CancelAsync();
            }
        }

        return failure;
    }

    private async Task WorkAsync(SectionRules rules, int instances, Func<double, string, Task> onProgress, CancellationToken cancellationToken)
    {
        var claimant = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}";
        await using var worker = new SectionWorker(
            pool, rules, (type, text) => jobs.AddMessageAsync(job.Id, type, text, cancellationToken), () => metrics.Retried(job.Task, ServiceTracing.Section));
        while (await journal.ClaimAsync(job.Id, claimant, SectionLease.Length, cancellationToken) is { } number)
        {
            var part = parts.First(part => part.Holds(number));
            var window = part.Windows[number - part.FirstSection];
            using var span = ServiceTracing.Start(ServiceTracing.Section)?.SetTag(ServiceTracing.SectionNumber, number).SetTag(ServiceTracing.Pixels, window.PixelCount);
            var begun = time.GetTimestamp();
            DiskSpace.Require(scratch.Folder, window.PixelCount);
            await using var lease = new SectionLease(token => journal.RenewAsync(job.Id, number, claimant, SectionLease.Length, token), time, cancellationToken);
            SectionResult result;
            try
            {
                result = await worker.RunAsync(
                    new InstanceRequest.RunSection(
                        job.Task, part.PlanPath, number - part.FirstSection, scratch.SectionPath(number), instances, NextOf(part, number, instances),
                        IsNextCertain: instances == 1 && rules.Recycle == 0),
                    $"Section {number + 1} ({part.NameOf(number)})",
                    fraction => onProgress(_progress.Note(number, fraction), _progress.Text),
                    lease.Token);
                await files.StoreSectionAsync(scratch, number, lease.Token);
            }
            catch (OperationCanceledException) when (lease.IsLost && !cancellationToken.IsCancellationRequested)
            {
                continue;
            }

            if (await journal.CompleteAsync(job.Id, number, claimant, result.Outcome, result.Hash, cancellationToken))
            {
                metrics.SectionDone(job.Task, time.GetElapsedTime(begun), window.PixelCount, result.Times);
                await SayProviderAsync(result, cancellationToken);
                await onProgress(_progress.Finish(number, window), _progress.Text);
            }
        }
    }

    // where others claim sections too, this is a guess: what is read for it in vain is read again by whoever needs it
    private int? NextOf(JobPart part, int number, int instances) =>
        part.Holds(number + instances) && !_finished.Contains(number + instances) ? number + instances - part.FirstSection : null;

    private async Task SayProviderAsync(SectionResult result, CancellationToken cancellationToken)
    {
        if (_progress.IsNewProvider(result.ExecutionProvider))
        {
            await jobs.AddMessageAsync(job.Id, JobMessageType.Informative, $"The network runs on {result.ExecutionProvider}.", cancellationToken);
        }
    }
}
