using Microsoft.Extensions.Logging;

namespace RasterAnalysis.Processing;

/// <summary>
/// Keeps processing instances ready and spreads them over the GPUs; each stays on its own. Who rents one returns it, or disposes it when its state is
/// not to be trusted.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class ProcessingInstancePool : IDisposable
{
    // a rehearsal takes a second or two; whatever keeps it longer, jobs do not wait for it
    private static readonly TimeSpan LongestRehearsal = TimeSpan.FromSeconds(30);
    private readonly Lock _lock = new();
    private readonly List<(ProcessingInstance Instance, DateTimeOffset Since)> _idle = [];
    private readonly List<ProcessingInstance> _out = [];
    private readonly ProcessingInstanceOptions _options;
    private readonly ILogger<ProcessingInstancePool> _logger;
    private readonly TimeProvider _time;
    private readonly IPageFetcher? _pages;
    private readonly IRangeFetcher? _ranges;
    private readonly InstanceCensus? _census;
    private readonly ITimer _sweep;
    private Task? _rehearsal;
    private bool _isDisposed;

    /// <summary>Makes an empty pool.</summary>
    /// <param name="options">How instances are started.</param>
    /// <param name="logger">Hears what they print.</param>
    /// <param name="time">The clock.</param>
    /// <param name="pages">Fetches what they ask for; null when they can have nothing to ask for.</param>
    /// <param name="census">Counts them; null for nobody.</param>
    /// <param name="ranges">Fetches ranges of files that they ask for; null when they can have none to ask for.</param>
    public ProcessingInstancePool(
        ProcessingInstanceOptions options, ILogger<ProcessingInstancePool> logger, TimeProvider time, IPageFetcher? pages = null, InstanceCensus? census = null,
        IRangeFetcher? ranges = null)
    {
        _options = options;
        _logger = logger;
        _time = time;
        (_pages, _ranges) = (pages, ranges);
        _census = census;
        _sweep = time.CreateTimer(_ => Sweep(), null, options.IdleTime, options.IdleTime / 2);
    }

    /// <summary>Instances that one job may have at once.</summary>
    public int MaxInstances => _options.MaxInstances;

    /// <summary>Bytes of memory that an instance may hold after a section.</summary>
    public long MaxMemory => _options.MaxMemory;

    /// <summary>Starts an instance ahead of the first job and has it rehearse one, unless the settings say otherwise. The first call alone does something; nobody waits here.</summary>
    /// <param name="quiet">When it may rehearse; until then it has only been started. Where that fails it does not rehearse.</param>
    public void BeginRehearsal(Task quiet)
    {
        lock (_lock)
        {
            if (_options.Rehearses && !_isDisposed)
            {
                _rehearsal ??= Task.Run(() => RehearseAsync(quiet));
            }
        }
    }

    /// <summary>The rehearsal, to its end; nothing where there is none. Does not fail.</summary>
    public Task Rehearsal => _rehearsal ?? Task.CompletedTask;

    /// <summary>As <see cref="Rent"/>, behind a rehearsal that is under way: its instance is ready sooner than a new one beside it.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ProcessingInstanceException">The worker program cannot be started.</exception>
    public async Task<ProcessingInstance> RentAsync(CancellationToken cancellationToken = default)
    {
        if (_rehearsal is { IsCompleted: false } rehearsal)
        {
            await rehearsal.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return Rent();
    }

    /// <summary>Hands out an instance that nobody else has: a ready one, or a new one.</summary>
    /// <exception cref="ProcessingInstanceException">The worker program cannot be started.</exception>
    public ProcessingInstance Rent()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var device = NextDevice([.. _idle.Select(entry => entry.Instance.Device)]);
            while (_idle.FindLastIndex(entry => entry.Instance.Device == device) is >= 0 and var index)
            {
                var (instance, _) = _idle[index];
                _idle.RemoveAt(index);
                if (instance.IsAlive)
                {
                    _out.Add(instance);
                    return instance;
                }

                instance.Dispose();
            }

            return Start(device);
        }
    }

    /// <summary>Starts an instance that has done nothing yet.</summary>
    /// <exception cref="ProcessingInstanceException">The worker program cannot be started.</exception>
    public ProcessingInstance StartNew()
    {
        lock (_lock)
        {
            return Start(NextDevice([]));
        }
    }

    /// <summary>Starts an instance that will run no network: it has no part in how instances are spread over GPUs, and is disposed of rather than returned.</summary>
    /// <exception cref="ProcessingInstanceException">The worker program cannot be started.</exception>
    public ProcessingInstance StartAside() => ProcessingInstance.Start(_options, _logger, _pages, _options.DeviceIds[0], _census, ranges: _ranges);

    /// <summary>Takes an instance back that has answered its last request.</summary>
    public void Return(ProcessingInstance instance)
    {
        lock (_lock)
        {
            _out.Remove(instance);
            if (!_isDisposed && _idle.Count < _options.MaxIdle && instance.IsAlive)
            {
                _idle.Add((instance, _time.GetUtcNow()));
                return;
            }
        }

        instance.Dispose();
    }

    /// <summary>Has an instance close the files of its last job, and takes it back.</summary>
    public async Task ReturnReleasedAsync(ProcessingInstance instance)
    {
        if (instance.IsAlive)
        {
            try
            {
                await instance.CallAsync<bool>(new InstanceRequest.Release(), null, null, CancellationToken.None).ConfigureAwait(false);
            }
            catch (RasterAnalysisException)
            {
                // it ended in between: there is nothing to close any more
            }
        }

        Return(instance);
    }

    /// <summary>Ends the idle instances; those that are out end when they are returned.</summary>
    public void Dispose()
    {
        _sweep.Dispose();
        lock (_lock)
        {
            _isDisposed = true;
            _idle.ForEach(entry => entry.Instance.Dispose());
            _idle.Clear();
        }
    }

    /// <summary>What fails is for the log: whoever comes next starts an instance and is told.</summary>
    private async Task RehearseAsync(Task quiet)
    {
        try
        {
            var instance = Rent();
            try
            {
                await quiet.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!quiet.IsCompletedSuccessfully)
                {
                    return;
                }

                using var deadline = new CancellationTokenSource(LongestRehearsal);
                await instance.CallAsync<bool>(new InstanceRequest.Rehearse(), null, null, deadline.Token).ConfigureAwait(false);
            }
            finally
            {
                Return(instance);
            }
        }
        catch (Exception exception) when (exception is RasterAnalysisException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            _logger.LogWarning("No processing instance could be prepared ahead of the first job: {Message}", exception.Message);
        }
    }

    /// <summary>Within the lock, so that the next one who asks counts this instance.</summary>
    private ProcessingInstance Start(int device)
    {
        var instance = ProcessingInstance.Start(_options, _logger, _pages, device, _census, ranges: _ranges);
        _out.Add(instance);
        return instance;
    }

    private int NextDevice(IReadOnlyCollection<int> idle)
    {
        _out.RemoveAll(instance => instance.IsDisposed);
        return DeviceChoice.Next(_options.DeviceIds, _out.Select(instance => instance.Device), idle);
    }

    private void Sweep()
    {
        lock (_lock)
        {
            var old = _idle.Where(entry => !entry.Instance.IsAlive || _time.GetUtcNow() - entry.Since > _options.IdleTime).ToArray();
            foreach (var entry in old)
            {
                entry.Instance.Dispose();
                _idle.Remove(entry);
            }
        }
    }
}
