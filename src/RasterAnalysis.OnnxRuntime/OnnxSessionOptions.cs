using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.Onnx;
using RasterAnalysis.Requests;

namespace RasterAnalysis.OnnxRuntime;

/// <summary>ONNX Runtime's session options for one network, and what goes with them.</summary>
/// <remarks>The caller disposes of <see cref="Options"/> when the session is made, and of <see cref="Engines"/> with the session.</remarks>
/// <param name="Options">The options.</param>
/// <param name="Provider">The provider that will run the network.</param>
/// <param name="Engines">Where TensorRT keeps its engines; null for none.</param>
internal sealed record OnnxSessionOptions(SessionOptions Options, string Provider, EngineCache? Engines)
{
    private const string DriverFolder = "/proc/driver/nvidia";

    /// <summary>Makes the options.</summary>
    /// <param name="path">The network.</param>
    /// <param name="networkKey">Tells networks apart by their content; null when it is not known, and then no engines are kept.</param>
    /// <param name="asked">Where it should run.</param>
    /// <param name="settings">Settings.</param>
    /// <param name="warnings">Receives what the user should know.</param>
    public static OnnxSessionOptions Make(
        string path, string? networkKey, ProcessorType asked, OnnxRuntimeOptions settings, ICollection<string> warnings)
    {
        var choice = ExecutionProviderSelector.Choose(asked, OrtEnv.Instance().GetAvailableProviders(), settings);
        Warn(choice, warnings);
        foreach (var provider in choice.Providers)
        {
            var options = Base(settings);
            EngineCache? engines = null;
            try
            {
                if (provider == ExecutionProviderSelector.TensorRt)
                {
                    var isHalf = OnnxModelReader.Read(path).IsHalf;
                    using var tensorRt = new OrtTensorRTProviderOptions();

                    // the first update loads TensorRT, whose version an engine depends on
                    tensorRt.UpdateOptions(GpuProviderOptions.TensorRt(settings.DeviceId, isHalf, cacheFolder: null));
                    engines = OpenEngines(networkKey, settings);
                    tensorRt.UpdateOptions(GpuProviderOptions.TensorRt(settings.DeviceId, isHalf, engines?.Folder));
                    options.AppendExecutionProvider_Tensorrt(tensorRt);
                }

                // behind TensorRT too, for the nodes that it does not know
                using var cuda = new OrtCUDAProviderOptions();
                cuda.UpdateOptions(GpuProviderOptions.Cuda(settings.DeviceId));
                options.AppendExecutionProvider_CUDA(cuda);
                return new OnnxSessionOptions(options, provider, engines);
            }
            catch (Exception exception) when (exception is OnnxRuntimeException or DllNotFoundException or EntryPointNotFoundException)
            {
                // the build has the provider, the machine lacks the driver, the libraries or the device
                engines?.Dispose();
                options.Dispose();
                var reason = ProviderLibraries.Missing(provider) is { } library
                    ? $"{provider} cannot start: {library} is not on this machine (docs/operations/gpu.md says what it needs)"
                    : $"{provider} cannot start: {exception.Message}";
                if (provider == choice.Providers[^1])
                {
                    Warn(ExecutionProviderSelector.NoGpu(reason, settings), warnings);
                }
                else
                {
                    warnings.Add(reason);
                }
            }
        }

        return new OnnxSessionOptions(Base(settings), ExecutionProviderSelector.Cpu, null);
    }

    private static SessionOptions Base(OnnxRuntimeOptions settings)
    {
        var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,

            // a pattern is learned in the first run and allocated beside the first run's memory in the second: memory that grows
            EnableMemoryPattern = false,
            IntraOpNumThreads = settings.IntraOpThreads > 0 ? settings.IntraOpThreads : Environment.ProcessorCount,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };

        // threads that spin while they wait steal the cores from reading, writing and other instances
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    /// <summary>Engines are kept where all that they depend on is known; one that does not fit fails a job.</summary>
    private static EngineCache? OpenEngines(string? networkKey, OnnxRuntimeOptions settings)
    {
        var gpu = GpuIdentity.Read(DriverFolder, settings.DeviceId, Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES"));
        var library = GpuIdentity.LoadedTensorRt("/proc/self/maps");
        return settings.EngineCache.Length == 0 || networkKey is null || gpu is null || library is null
            ? null
            : EngineCache.Open(settings.EngineCache, [networkKey, OrtEnv.Instance().GetVersionString(), library, gpu]);
    }

    private static void Warn(ExecutionProviderChoice choice, ICollection<string> warnings)
    {
        if (choice.Warning is { } warning)
        {
            warnings.Add(warning);
        }
    }
}
