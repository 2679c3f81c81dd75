using System.Buffers;

namespace RasterAnalysis.Inference;

/// <summary>A loaded network that is ready to run.</summary>
/// <remarks>Not thread-safe: one run at a time; <see cref="Fork"/> makes another one for runs beside it. What a run gave may be read while the next one runs.</remarks>
public interface INetworkSession : IDisposable
{
    /// <summary>What the network takes and gives.</summary>
    NetworkSignature Signature { get; }

    /// <summary>ONNX Runtime's name of the execution provider that runs it, for example <c>CPUExecutionProvider</c>.</summary>
    string ExecutionProvider { get; }

    /// <summary>Runs at a time with which it is quickest: one on a processor, more on a GPU, which copies for one while it computes another.</summary>
    int ConcurrentRuns { get; }

    /// <summary>Another one over the same loaded network, for runs at the same time. It belongs to the caller, who disposes of it before this one.</summary>
    INetworkSession Fork();

    /// <summary>Lends memory in which inputs are best given: what the execution provider copies from fastest.</summary>
    /// <param name="length">Elements; at least so many are lent. Their values are whatever lay there.</param>
    /// <returns>The memory; the caller disposes of it before the session.</returns>
    IMemoryOwner<float> Rent(int length);

    /// <summary>Runs the network once.</summary>
    /// <param name="input">Elements of the only input in row-major order; turned into the network's own element type.</param>
    /// <param name="dimensions">Shape of the input.</param>
    /// <param name="outputName">The output to fetch.</param>
    /// <exception cref="InferenceException">ONNX Runtime refuses the shape, or the run fails.</exception>
    NetworkOutput Run(ReadOnlyMemory<float> input, IReadOnlyList<int> dimensions, string outputName);
}
