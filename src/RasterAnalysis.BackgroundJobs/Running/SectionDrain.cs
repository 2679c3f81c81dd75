using RasterAnalysis.BackgroundJobs.Instances;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>The second step of a job: processing instances claim sections until none is left.</summary>
internal sealed class SectionDrain(IJobStore jobs, ProcessingInstancePool pool, AnalysisJob job, IReadOnlyList<JobPart> parts, JobScratch scratch)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, double> _running = [];
    private readonly HashSet<string> _providers = [];
    private readonly int _total = parts.Sum(part => part.SectionCount);
    private int _done;

    /// <summary>Works until no section is left, or the first instance fails: then the others are stopped too.</summary>
    /// <param name="first">An instance that is rented already and stays the caller's.</param>
    /// <param name="instances">Instances that work at once, <paramref name="first"/> among them.</param>
    /// <param name="onProgress">Told the share that is done, 0 to 1, and a text.</param>
    /// <param name="cancellationToken">Stops all of them.</param>
    public async Task RunAsync(ProcessingInstance first, int instances, Func<double, string, Task> onProgress, CancellationToken cancellationToken)
    {
        _done = (await jobs.SectionsAsync(job.Id, cancellationToken)).Count(section => section.IsDone);
        instances = Math.Clamp(_total - _done, 1, instances);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task> workers = [WorkAsync(first, instances, onProgress, stop.Token)];
        workers.AddRange(Enumerable.Range(1, instances - 1).Select(_ => WithRentedAsync(instances, onProgress, stop.Token)));
        var failure = default(Exception);
        while (workers.Count > 0)
        {
            var ended = await Task.WhenAny(workers);
            workers.Remove(ended);
            if (ended.Exception?.InnerException is { } exception || (ended.IsCanceled && failure is null && !stop.IsCancellationRequested))
            {
                failure ??= ended.Exception?.InnerException ?? new OperationCanceledException();
                await stop.CancelAsync();
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    private async Task WithRentedAsync(int instances, Func<double, string, Task> onProgress, CancellationToken cancellationToken)
    {
        // renting starts a process; the first instance need not wait for it
        await Task.Yield();
        var instance = pool.Rent();
        try
        {
            await WorkAsync(instance, instances, onProgress, cancellationToken);
        }
        finally
        {
            if (instance.IsAlive)
            {
                await instance.CallAsync<bool>(new InstanceRequest.Release(), null, null, CancellationToken.None);
            }

            pool.Return(instance);
        }
    }

    private async Task WorkAsync(ProcessingInstance instance, int instances, Func<double, string, Task> onProgress, CancellationToken cancellationToken)
    {
        var claimant = $"{Environment.MachineName}/{instance.ProcessId}";
        while (await jobs.ClaimSectionAsync(job.Id, claimant, cancellationToken) is { } number)
        {
            var part = parts.First(part => part.Holds(number));
            var result = await instance.CallAsync<SectionResult>(
                new InstanceRequest.ClassifySection(part.PlanPath, number - part.FirstSection, scratch.SectionPath(number), instances),
                fraction => onProgress(Note(number, fraction), $"Classifying section {Math.Min(_done + 1, _total)} of {_total}"),
                (type, text) => jobs.AddMessageAsync(job.Id, type, text, cancellationToken),
                cancellationToken);
            await jobs.CompleteSectionAsync(job.Id, number, result.Counts, result.InvalidScores, cancellationToken);
            if (IsNewProvider(result.ExecutionProvider))
            {
                await jobs.AddMessageAsync(job.Id, JobMessageType.Informative, $"The network runs on {result.ExecutionProvider}.", cancellationToken);
            }

            await onProgress(Finish(number), $"Classified section {_done} of {_total}");
        }
    }

    private double Note(int number, double fraction)
    {
        lock (_lock)
        {
            _running[number] = fraction;
            return (_done + _running.Values.Sum()) / _total;
        }
    }

    private double Finish(int number)
    {
        lock (_lock)
        {
            _running.Remove(number);
            _done++;
            return (_done + _running.Values.Sum()) / _total;
        }
    }

    private bool IsNewProvider(string provider)
    {
        lock (_lock)
        {
            return _providers.Add(provider);
        }
    }
}
