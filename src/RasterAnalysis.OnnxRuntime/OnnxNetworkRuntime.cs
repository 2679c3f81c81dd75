using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Runtimes;

namespace RasterAnalysis.OnnxRuntime;

/// <summary>ONNX Runtime.</summary>
/// <param name="settings">Settings.</param>
public sealed class OnnxNetworkRuntime(OnnxRuntimeOptions settings) : INetworkRuntime
{
    /// <inheritdoc/>
    public string Name => "ONNX Runtime";

    /// <inheritdoc/>
    public string Version { get; } = typeof(InferenceSession).Assembly.GetName().Version!.ToString();

    /// <inheritdoc/>
    public bool HasGraphs => true;

    /// <inheritdoc/>
    public bool CanLoad(string networkFile) => UnsupportedNetwork.Describe(networkFile) is null;

    /// <inheritdoc/>
    public INetworkSession Load(NetworkLoad load, ICollection<string> warnings)
    {
        // planning tries the network in shapes of its own, and TensorRT would build an engine for each; of a network that is written in 16 bits it would compute more so than was measured
        var own = settings with { UseTensorRt = settings.UseTensorRt && !load.IsTrial && load.Quantization is null, IntraOpThreads = load.Threads > 0 ? load.Threads : settings.IntraOpThreads };
        return OnnxNetworkSession.Load(load, own, warnings);
    }
}
