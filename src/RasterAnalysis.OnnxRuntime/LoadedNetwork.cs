using Microsoft.ML.OnnxRuntime;

namespace RasterAnalysis.OnnxRuntime;

/// <summary>What sessions over one loaded network have in common.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class LoadedNetwork : IDisposable
{
    // a GPU copies a run's tiles and scores while it computes the next one; each run has a stream of its own
    private const int RunsOfGpu = 2;
    private readonly EngineCache? _engines;
    private readonly HashSet<string> _built = [];
    private readonly OrtMemoryInfo? _pinned;

    /// <summary>Takes over a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="provider">What runs it.</param>
    /// <param name="engines">Where TensorRT keeps its engines; null for none.</param>
    /// <param name="settings">Settings.</param>
    public LoadedNetwork(InferenceSession session, string provider, EngineCache? engines, OnnxRuntimeOptions settings)
    {
        (Session, Provider, _engines) = (session, provider, engines);
        var isGpu = provider != ExecutionProviderSelector.Cpu;
        ConcurrentRuns = settings.ConcurrentRuns > 0 ? settings.ConcurrentRuns : isGpu ? RunsOfGpu : 1;

        // what ONNX Runtime calls the allocator of memory that CUDA copies from and to directly
        _pinned = isGpu ? new OrtMemoryInfo("CudaPinned", OrtAllocatorType.DeviceAllocator, settings.DeviceId, OrtMemType.CpuOutput) : null;
    }

    /// <summary>The session; runs may be made from several threads.</summary>
    public InferenceSession Session { get; }

    /// <summary>What runs it.</summary>
    public string Provider { get; }

    /// <summary>Runs at a time with which it is quickest.</summary>
    public int ConcurrentRuns { get; }

    /// <summary>Memory that a GPU copies from and to without a detour; null where there is none to be had, or no GPU.</summary>
    public TransferMemory? TryRent(int length) => _pinned is null ? null : TransferMemory.TryAllocate(Session, _pinned, length);

    /// <summary>Makes a run; the first one of a shape by itself, where TensorRT may build an engine in it.</summary>
    /// <param name="shape">Tells shapes apart.</param>
    /// <param name="run">The run.</param>
    public T Run<T>(string shape, Func<T> run)
    {
        if (_engines is null)
        {
            return run();
        }

        lock (_built)
        {
            if (_built.Add(shape))
            {
                _engines.Begin();
                var result = run();
                _engines.Finish();
                return result;
            }
        }

        return run();
    }

    public void Dispose()
    {
        Session.Dispose();
        _engines?.Dispose();
        _pinned?.Dispose();
    }
}
