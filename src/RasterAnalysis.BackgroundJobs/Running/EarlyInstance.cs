using RasterAnalysis.BackgroundJobs.Instances;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>An instance of a step's own that is started while the step before comes to its end: the half second that it takes is not waited for.</summary>
/// <remarks>Thread-safe. What nobody took ends with it.</remarks>
internal sealed class EarlyInstance(ProcessingInstancePool pool) : IDisposable
{
    private readonly Lock _lock = new();
    private ProcessingInstance? _instance;
    private bool _isBegun;

    /// <summary>Starts the instance, the first time it is called.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            if (!_isBegun)
            {
                _isBegun = true;
                _instance = TryStart();
            }
        }
    }

    /// <summary>Gives the instance to a caller who disposes of it; a new one where it was taken, or has not lived.</summary>
    /// <exception cref="ProcessingInstanceException">The worker program cannot be started.</exception>
    public ProcessingInstance Take()
    {
        ProcessingInstance? early;
        lock (_lock)
        {
            (early, _instance, _isBegun) = (_instance, null, true);
        }

        if (early?.IsAlive == true)
        {
            return early;
        }

        early?.Dispose();
        return pool.StartNew();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _instance?.Dispose();
            (_instance, _isBegun) = (null, true);
        }
    }

    private ProcessingInstance? TryStart()
    {
        try
        {
            return pool.StartNew();
        }
        catch (ProcessingInstanceException)
        {
            // whoever takes it tries again and is told
            return null;
        }
    }
}
