using System.Buffers;

namespace RasterAnalysis.Inference;

/// <summary>A loaded network that is ready to run.</summary>
/// <remarks>Not thread-safe: one run at a time; <see cref="Fork"/> makes another one for runs beside it. What a run gave may be read while the next one runs.</remarks>
public interface INetworkSession : IDisposable
{
    /// <summary>What the network takes and gives.</summary>
    NetworkSignature Signature { get; }

    /// <summary>Its runtime's name of what runs it, for example ONNX Runtime's <c>CPUExecutionProvider</c>.</summary>
    string ExecutionProvider { get; }

    /// <summary>Whether it runs on the machine's own processor, whose work grows with every pixel.</summary>
    bool IsOnProcessor { get; }

    /// <summary>Whether the first run of each shape takes long, as where TensorRT builds an engine for it.</summary>
    bool PreparesShapes { get; }

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
    /// <param name="outputNames">The outputs to fetch.</param>
    /// <returns>The outputs, in the order of their names. What watched nodes made is with the first.</returns>
    /// <exception cref="InferenceException">The runtime refuses the shape, or the run fails.</exception>
    IReadOnlyList<NetworkOutput> Run(ReadOnlyMemory<float> input, IReadOnlyList<int> dimensions, IReadOnlyList<string> outputNames);
}
