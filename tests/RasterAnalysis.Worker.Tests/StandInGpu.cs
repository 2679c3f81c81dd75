using System.Buffers;
using RasterAnalysis.Inference;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;

namespace RasterAnalysis.Worker.Tests;

/// <summary>ONNX Runtime on the CPU, whose networks say that they run on a GPU where a job asks for one: what is decided for GPUs is decided, and what they compute is tried elsewhere.</summary>
internal sealed class StandInGpu : INetworkRuntime
{
    private readonly OnnxNetworkRuntime _onnx = new(new OnnxRuntimeOptions { IntraOpThreads = 1 });

    public string Name => _onnx.Name;

    public string Version => _onnx.Version;

    public bool HasGraphs => true;

    /// <summary>How the networks were wanted.</summary>
    public List<NetworkLoad> Loads { get; } = [];

    public bool CanLoad(string networkFile) => _onnx.CanLoad(networkFile);

    public INetworkSession Load(NetworkLoad load, ICollection<string> warnings)
    {
        Loads.Add(load);
        var session = _onnx.Load(load with { Asked = ProcessorType.Cpu }, warnings);
        return load.Asked == ProcessorType.Gpu ? new Session(session) : session;
    }

    private sealed class Session(INetworkSession inner) : INetworkSession
    {
        public NetworkSignature Signature => inner.Signature;

        public string ExecutionProvider => "CUDAExecutionProvider";

        public bool IsOnProcessor => false;

        public bool PreparesShapes => false;

        public int ConcurrentRuns => inner.ConcurrentRuns;

        public INetworkSession Fork() => new Session(inner.Fork());

        public IMemoryOwner<float> Rent(int length) => inner.Rent(length);

        public IReadOnlyList<NetworkOutput> Run(ReadOnlyMemory<float> input, IReadOnlyList<int> dimensions, IReadOnlyList<string> outputNames) => inner.Run(input, dimensions, outputNames);

        public void Dispose() => inner.Dispose();
    }
}
