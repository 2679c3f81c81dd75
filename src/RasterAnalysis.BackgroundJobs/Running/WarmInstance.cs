using RasterAnalysis.Processing;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>
/// An instance of a step's own, which runs no network, that is started and prepared while the step before comes to its end: the second that this takes is not waited for.
/// </summary>
/// <param name="pool">Starts instances.</param>
/// <param name="preparation">What it is asked first; answered with true.</param>
/// <remarks>Thread-safe. What nobody took ends with it.</remarks>
internal sealed class WarmInstance(ProcessingInstancePool pool, InstanceRequest preparation) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private Task<ProcessingInstance?>? _start;

    /// <summary>Starts the instance, the first time it is called.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _start ??= Task.Run(TryStartAsync);
        }
    }

    /// <summary>Gives the instance to a caller who disposes of it; a new one where it was taken, or has not lived.</summary>
    /// <exception cref="ProcessingInstanceException">The worker program cannot be started.</exception>
    public async Task<ProcessingInstance> TakeAsync()
    {
        if (await RemoveAsync() is { } early)
        {
            if (early.IsAlive)
            {
                return early;
            }

            early.Dispose();
        }

        return pool.StartAside();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        (await RemoveAsync())?.Dispose();
        _stop.Dispose();
    }

    private Task<ProcessingInstance?> RemoveAsync()
    {
        lock (_lock)
        {
            var start = _start;
            _start = Task.FromResult<ProcessingInstance?>(null);
            return start ?? _start;
        }
    }

    private async Task<ProcessingInstance?> TryStartAsync()
    {
        ProcessingInstance? instance = null;
        try
        {
            instance = pool.StartAside();
            await instance.CallAsync<bool>(preparation, null, null, _stop.Token);
            return instance;
        }
        catch (Exception exception) when (exception is RasterAnalysisException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // whoever takes it gets a fresh one and is told what fails then
            instance?.Dispose();
            return null;
        }
    }
}
