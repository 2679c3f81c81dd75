namespace RasterAnalysis.Inference;

/// <summary>A loaded network that is ready to run.</summary>
/// <remarks>Not thread-safe: one run at a time. What a run gave may be read while the next one runs.</remarks>
public interface INetworkSession : IDisposable
{
    /// <summary>What the network takes and gives.</summary>
    NetworkSignature Signature { get; }

    /// <summary>ONNX Runtime's name of the execution provider that runs it, for example <c>CPUExecutionProvider</c>.</summary>
    string ExecutionProvider { get; }

    /// <summary>Runs the network once.</summary>
    /// <param name="input">Elements of the only input in row-major order; turned into the network's own element type.</param>
    /// <param name="dimensions">Shape of the input.</param>
    /// <param name="outputName">The output to fetch.</param>
    /// <exception cref="InferenceException">ONNX Runtime refuses the shape, or the run fails.</exception>
    NetworkOutput Run(ReadOnlyMemory<float> input, IReadOnlyList<int> dimensions, string outputName);
}
