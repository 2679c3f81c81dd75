using System.Runtime.ExceptionServices;
using RasterAnalysis.BackgroundJobs.Instances;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>The second step of a job: processing instances claim sections until none is left.</summary>
internal sealed class SectionDrain(IJobStore jobs, ProcessingInstancePool pool, AnalysisJob job, IReadOnlyList<JobPart> parts, JobScratch scratch)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, double> _running = [];
    private readonly HashSet<string> _providers = [];
    private readonly SectionSpeed _speed = new(parts.Sum(part => part.Windows.Sum(window => window.PixelCount)), TimeProvider.System);
    private readonly int _total = parts.Sum(part => part.SectionCount);
    private int _done;

    /// <summary>Works until no section is left, or one fails: then the others are stopped too.</summary>
    /// <param name="rules">How many instances work at once, when they are replaced, and how often a section is tried again.</param>
    /// <param name="onProgress">Told the share that is done, 0 to 1, and a text.</param>
    /// <param name="cancellationToken">Stops all of them.</param>
    /// <exception cref="ProcessingInstanceException">A section failed as often as the rules allow.</exception>
    public async Task RunAsync(SectionRules rules, Func<double, string, Task> onProgress, CancellationToken cancellationToken)
    {
        var finished = await FinishedAsync(cancellationToken);
        _speed.Begin(parts.Sum(part => part.Windows.Where((_, i) => finished.Contains(part.FirstSection + i)).Sum(window => window.PixelCount)));
        _done = finished.Count;
        var instances = Math.Clamp(_total - _done, 1, rules.Instances);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var workers = Enumerable.Range(0, instances).Select(_ => Task.Run(() => WorkAsync(rules, instances, onProgress, stop.Token), CancellationToken.None)).ToList();
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

        cancellationToken.ThrowIfCancellationRequested();
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Sections that an earlier run has finished. Those whose file did not survive are done again.</summary>
    private async Task<HashSet<int>> FinishedAsync(CancellationToken cancellationToken)
    {
        var finished = new HashSet<int>();
        foreach (var section in (await jobs.SectionsAsync(job.Id, cancellationToken)).Where(section => section.IsDone))
        {
            if (SectionHash.Fits(scratch.SectionPath(section.Number), section.Hash))
            {
                finished.Add(section.Number);
                continue;
            }

            await jobs.ReopenSectionAsync(job.Id, section.Number, cancellationToken);
            await jobs.AddMessageAsync(
                job.Id, JobMessageType.Warning, $"The file of section {section.Number + 1} is lost or was changed since it was finished; it is done again.", cancellationToken);
        }

        return finished;
    }

    private async Task WorkAsync(SectionRules rules, int instances, Func<double, string, Task> onProgress, CancellationToken cancellationToken)
    {
        await using var worker = new SectionWorker(pool, rules, (type, text) => jobs.AddMessageAsync(job.Id, type, text, cancellationToken));
        while (await jobs.ClaimSectionAsync(job.Id, $"{Environment.MachineName}/{worker.ProcessId}", cancellationToken) is { } number)
        {
            var part = parts.First(part => part.Holds(number));
            var result = await worker.RunAsync(
                new InstanceRequest.ClassifySection(part.PlanPath, number - part.FirstSection, scratch.SectionPath(number), instances),
                $"Section {number + 1} ({part.NameOf(number)})",
                fraction => onProgress(Note(number, fraction), $"Classifying section {Math.Min(_done + 1, _total)} of {_total}"),
                cancellationToken);
            await jobs.CompleteSectionAsync(job.Id, number, result.Counts, result.InvalidScores, result.Hash, cancellationToken);
            if (IsNewProvider(result.ExecutionProvider))
            {
                await jobs.AddMessageAsync(job.Id, JobMessageType.Informative, $"The network runs on {result.ExecutionProvider}.", cancellationToken);
            }

            await onProgress(Finish(number), _speed.After(part.Windows[number - part.FirstSection].PixelCount, $"Classified section {_done} of {_total}"));
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
