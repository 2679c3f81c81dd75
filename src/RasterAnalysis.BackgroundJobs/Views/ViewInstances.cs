using System.Globalization;
using Microsoft.Extensions.Logging;
using RasterAnalysis.Processing;

namespace RasterAnalysis.BackgroundJobs.Views;

/// <summary>
/// Processing instances that show rasters to map clients. They are apart from those of jobs: small, with little time, and ended without a thought. Each is
/// given the rasters that it has open already, where it is free.
/// </summary>
/// <remarks>Thread-safe. Who calls bounds how many work at once.</remarks>
internal sealed class ViewInstances : IDisposable
{
    // large blocks stand in the cache in the middle of their reading
    private const int BlockCacheMiB = 128;
    private readonly Lock _lock = new();

    // the one that was used last is the last
    private readonly List<Idle> _idle = [];
    private readonly ViewOptions _limits;
    private readonly ProcessingInstanceOptions _options;
    private readonly ILogger<ViewInstances> _logger;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;
    private readonly InstanceCensus? _census;
    private readonly InstanceUse _use;
    private readonly IRangeFetcher? _ranges;
    private bool _isDisposed;

    public ViewInstances(
        ViewOptions limits, ProcessingInstanceOptions usual, ILogger<ViewInstances> logger, TimeProvider time, InstanceCensus? census = null,
        InstanceUse use = InstanceUse.Pictures, IRangeFetcher? ranges = null)
    {
        (_limits, _logger, _time) = (limits, logger, time);
        (_census, _use, _ranges) = (census, use, ranges);
        _options = usual with
        {
            Silence = Timeout.InfiniteTimeSpan, // there is a deadline
            MemoryLimit = limits.MemoryLimit,
            Environment = new Dictionary<string, string>(usual.Environment)
            {
                ["RasterAnalysis__Gdal__BlockCacheMiB"] = BlockCacheMiB.ToString(CultureInfo.InvariantCulture),
                [ProcessingInstanceOptions.MemoryVariable] = limits.MemoryLimit.ToString(CultureInfo.InvariantCulture),

                // pages of 2 MiB would make small pictures large
                ["GLIBC_TUNABLES"] = "glibc.malloc.arena_max=4",
            },
        };
        _sweep = time.CreateTimer(_ => Sweep(), null, usual.IdleTime, usual.IdleTime / 2);
    }

    /// <summary>Has an instance do something.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="source">The raster, so that the next one for it finds it open.</param>
    /// <param name="onContent">Told the bytes of the answer, where it has any.</param>
    /// <param name="time">How long it may take.</param>
    /// <param name="cancellationToken">Ends the instance.</param>
    /// <exception cref="ProcessingInstanceException">It took too long or too much memory, or the instance died.</exception>
    /// <exception cref="RasterAnalysisException">What the instance failed with.</exception>
    public async Task<T> CallAsync<T>(InstanceRequest request, string source, Action<byte[]>? onContent, TimeSpan time, CancellationToken cancellationToken = default)
    {
        using var late = new CancellationTokenSource(time, _time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var instance = Rent(source);
        try
        {
            return await instance.CallAsync<T>(request, null, null, deadline.Token, onContent).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProcessingInstanceException(
                string.Create(CultureInfo.InvariantCulture, $"This took longer than {time.TotalSeconds:0.#} seconds and was ended."), isTransient: true, exception);
        }
        finally
        {
            Return(instance, source);
        }
    }

    /// <summary>Ends the idle instances; those that work end when they are done.</summary>
    public void Dispose()
    {
        _sweep.Dispose();
        lock (_lock)
        {
            _isDisposed = true;
            _idle.ForEach(idle => idle.Instance.Dispose());
            _idle.Clear();
        }
    }

    private ProcessingInstance Rent(string source)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            while (_idle.Count > 0)
            {
                var index = _idle.FindLastIndex(idle => idle.Source == source) is >= 0 and var same ? same : _idle.Count - 1;
                var found = _idle[index].Instance;
                _idle.RemoveAt(index);
                if (found.IsAlive)
                {
                    return found;
                }

                found.Dispose();
            }
        }

        return ProcessingInstance.Start(_options, _logger, census: _census, use: _use, ranges: _ranges);
    }

    private void Return(ProcessingInstance instance, string source)
    {
        // what it holds between requests is held for nobody
        if (instance.IsAlive && instance.MemoryBytes < _limits.MemoryLimit / 2)
        {
            lock (_lock)
            {
                if (!_isDisposed)
                {
                    _idle.Add(new Idle(instance, source, _time.GetUtcNow()));
                    return;
                }
            }
        }

        instance.Dispose();
    }

    private void Sweep()
    {
        lock (_lock)
        {
            foreach (var old in _idle.Where(idle => !idle.Instance.IsAlive || _time.GetUtcNow() - idle.Since > _options.IdleTime).ToArray())
            {
                old.Instance.Dispose();
                _idle.Remove(old);
            }
        }
    }

    private sealed record Idle(ProcessingInstance Instance, string Source, DateTimeOffset Since);
}
