using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.Classification;

namespace RasterAnalysis.OnnxRuntime;

/// <summary>Makes ONNX Runtime's session options.</summary>
internal static class OnnxSessionOptions
{
    /// <summary>Options for one session, and the provider that will run it.</summary>
    public static (SessionOptions Options, string Provider) Make(ProcessorType asked, OnnxRuntimeOptions settings, ICollection<string> warnings)
    {
        var choice = ExecutionProviderSelector.Choose(asked, OrtEnv.Instance().GetAvailableProviders(), settings);
        Warn(choice, warnings);
        foreach (var provider in choice.Providers)
        {
            var options = Base(settings);
            try
            {
                Append(options, provider, settings.DeviceId);
                return (options, provider);
            }
            catch (Exception exception) when (exception is OnnxRuntimeException or DllNotFoundException or EntryPointNotFoundException)
            {
                // the build has the provider, the machine lacks the driver, the libraries or the device
                options.Dispose();
                if (provider == choice.Providers[^1])
                {
                    Warn(ExecutionProviderSelector.NoGpu($"{provider} cannot start: {exception.Message}", settings), warnings);
                }
            }
        }

        return (Base(settings), ExecutionProviderSelector.Cpu);
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

    private static void Append(SessionOptions options, string provider, int device)
    {
        if (provider == ExecutionProviderSelector.TensorRt)
        {
            options.AppendExecutionProvider_Tensorrt(device);
            options.AppendExecutionProvider_CUDA(device);
        }
        else
        {
            options.AppendExecutionProvider_CUDA(device);
        }
    }

    private static void Warn(ExecutionProviderChoice choice, ICollection<string> warnings)
    {
        if (choice.Warning is { } warning)
        {
            warnings.Add(warning);
        }
    }
}
