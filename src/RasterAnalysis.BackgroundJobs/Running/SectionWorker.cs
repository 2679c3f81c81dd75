using System.Diagnostics;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>
/// Runs sections on one processing instance after another: an instance is replaced after as many sections as the job says, and a section that
/// failed is tried again on a fresh one.
/// </summary>
/// <remarks>Not thread-safe: one loop owns it.</remarks>
internal sealed class SectionWorker(ProcessingInstancePool pool, SectionRules rules, Func<JobMessageType, string, Task> say, Action? onRetry = null) : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);
    private ProcessingInstance? _instance;
    private bool _needsFresh;
    private int _sections;

    /// <summary>Process id of the instance that works next.</summary>
    public int ProcessId => Instance.ProcessId;

    private ProcessingInstance Instance => _instance ??= _needsFresh ? pool.StartNew() : pool.Rent();

    /// <summary>Has one section worked on.</summary>
    /// <param name="request">The section.</param>
    /// <param name="name">What to call it in messages: number and window.</param>
    /// <param name="onProgress">Told the share that is done.</param>
    /// <param name="cancellationToken">Ends the instance.</param>
    /// <exception cref="ProcessingInstanceException">It failed as often as the job allows; the text names the section and the cause.</exception>
    public async Task<SectionResult> RunAsync(
        InstanceRequest.RunSection request, string name, Func<double, Task> onProgress, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var result = await Instance.CallAsync<SectionResult>(request, onProgress, say, cancellationToken);
                await RecycleAsync();
                return result;
            }
            catch (RasterAnalysisException exception) when (!cancellationToken.IsCancellationRequested)
            {
                // also after the last try: a GPU that has failed once stays so in that process
                Retire();
                Activity.Current?.AddException(exception);
                if (attempt > rules.Retries)
                {
                    Activity.Current?.SetStatus(ActivityStatusCode.Error, exception.Message);
                    throw new ProcessingInstanceException(
                        $"{name} failed{(attempt > 1 ? $" {attempt} times" : "")}: {exception.Message}", exception.IsTransient, exception);
                }

                onRetry?.Invoke();
                await say(
                    JobMessageType.Warning,
                    $"{name} failed (try {attempt} of {rules.Retries + 1}): {exception.Message} It is tried again on a fresh processing instance.");
                await Task.Delay(Pause(attempt), cancellationToken);
            }
            catch
            {
                // it may be in the middle of its answer
                Retire();
                throw;
            }
        }
    }

    /// <summary>Gives the instance back, with the job's files closed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_instance is not { } instance)
        {
            return;
        }

        _instance = null;
        await pool.ReturnReleasedAsync(instance);
    }

    private async Task RecycleAsync()
    {
        _sections++;
        if (rules.Recycle > 0 && _sections >= rules.Recycle)
        {
            await say(JobMessageType.Informative, $"Processing instance {_instance!.ProcessId} is replaced after {_sections} sections.");
            Retire();
        }
        else if (_instance!.MemoryBytes is var memory && memory > pool.MaxMemory)
        {
            await say(
                JobMessageType.Warning,
                $"Processing instance {_instance.ProcessId} holds {memory >> 20} MiB of memory, more than the {pool.MaxMemory >> 20} MiB that the settings allow, and is replaced.");
            Retire();
        }
    }

    /// <summary>Ends the instance; the next one is started when there is a section for it.</summary>
    private void Retire()
    {
        _instance?.Dispose();
        (_instance, _needsFresh, _sections) = (null, true, 0);
    }

    private static TimeSpan Pause(int attempt)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(attempt - 1, 10));
        return pause < LongestPause ? pause : LongestPause;
    }
}
