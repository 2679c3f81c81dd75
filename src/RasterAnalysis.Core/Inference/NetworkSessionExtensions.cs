namespace RasterAnalysis.Inference;

/// <summary>Runs for who reads one output.</summary>
public static class NetworkSessionExtensions
{
    /// <summary>Runs a network once for one of its outputs; see <see cref="INetworkSession.Run"/>.</summary>
    /// <param name="session">The network.</param>
    /// <param name="input">Elements of the only input in row-major order.</param>
    /// <param name="dimensions">Shape of the input.</param>
    /// <param name="outputName">The output to fetch.</param>
    /// <exception cref="InferenceException">The runtime refuses the shape, or the run fails.</exception>
    public static NetworkOutput Run(this INetworkSession session, ReadOnlyMemory<float> input, IReadOnlyList<int> dimensions, string outputName) =>
        session.Run(input, dimensions, [outputName])[0];
}
