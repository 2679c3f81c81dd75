using RasterAnalysis.Inference;
using RasterAnalysis.Requests;

namespace RasterAnalysis.OnnxRuntime;

/// <summary>Chooses execution providers from what a job asks for and what this build of ONNX Runtime has.</summary>
internal static class ExecutionProviderSelector
{
    /// <summary>ONNX Runtime's name of its CUDA provider.</summary>
    public const string Cuda = "CUDAExecutionProvider";

    /// <summary>ONNX Runtime's name of its TensorRT provider.</summary>
    public const string TensorRt = "TensorrtExecutionProvider";

    /// <summary>ONNX Runtime's name of its processor provider.</summary>
    public const string Cpu = "CPUExecutionProvider";

    /// <summary>Chooses.</summary>
    /// <param name="asked">The job's <c>processorType</c>.</param>
    /// <param name="available">Providers of this build.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="InferenceException">A GPU is asked for, there is none, and the settings require one.</exception>
    public static ExecutionProviderChoice Choose(ProcessorType asked, IReadOnlyCollection<string> available, OnnxRuntimeOptions options)
    {
        if (asked == ProcessorType.Cpu)
        {
            return new ExecutionProviderChoice([], null);
        }

        string[] wanted = options.UseTensorRt ? [TensorRt, Cuda] : [Cuda];
        var usable = wanted.Where(available.Contains).ToArray();
        return usable.Length > 0
            ? new ExecutionProviderChoice(usable, null)
            : NoGpu("this build of ONNX Runtime has no CUDA", options);
    }

    /// <summary>What follows when a GPU cannot be used after all.</summary>
    /// <param name="reason">Why, as the end of a sentence.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="InferenceException">The settings require a GPU.</exception>
    public static ExecutionProviderChoice NoGpu(string reason, OnnxRuntimeOptions options) => options.RequireGpu
        ? throw new InferenceException($"processorType is GPU and the settings require one (RequireGpu), but {reason}.")
        : new ExecutionProviderChoice([], $"processorType is GPU, but {reason}; the network runs on the CPU.");
}
