using System.Buffers;
using System.Text.Json.Nodes;
using RasterAnalysis.Inference;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Worker.Tests;

/// <summary>A network is tried once for jobs that follow each other, and they are the same as if each had tried it.</summary>
public sealed class ProfileCacheTests : IDisposable
{
    private const int Classes = 5;
    private readonly CountingRuntime _runtime = new();
    private readonly LocalJob _job;

    public ProfileCacheTests() => _job = new LocalJob(_runtime);

    public void Dispose() => _job.Dispose();

    [Fact]
    public void The_next_job_with_the_same_network_runs_it_over_its_own_tiles_alone()
    {
        var (first, trials) = Run(TinyNetworks.CopyBand(Classes, batch: 1), Definition());
        var said = _job.Messages.ToArray();

        var (second, runs) = Run(TinyNetworks.CopyBand(Classes, batch: 1), Definition());

        Assert.True(trials > runs, $"{trials} runs, then {runs}");
        Assert.Equal(_job.Plan!.Sections.Count, runs);
        Assert.Equal(first, second);
        Assert.Equal(said, _job.Messages);
    }

    [Fact]
    public void Another_network_and_another_definition_are_tried()
    {
        var definition = Definition();
        var (_, first) = Run(TinyNetworks.CopyBand(Classes), definition);

        var (shifted, network) = Run(TinyNetworks.TwoClassesByThreshold(2), TestPackages.Definition(TestPackages.NumberedClasses(2)));
        definition["ImageWidth"] = 64;
        definition["ImageHeight"] = 64;
        var (_, changed) = Run(TinyNetworks.CopyBand(Classes), definition);
        var (_, again) = Run(TinyNetworks.CopyBand(Classes), definition);

        Assert.Equal([0, 1], shifted.Cast<double>().Distinct().Order());
        Assert.Equal((first, first), (network, changed));
        Assert.True(again < first, $"{first} runs, then {again}");
    }

    private (double[,] Labels, int Runs) Run(byte[] network, JsonObject definition)
    {
        var before = _runtime.Runs;
        var labels = _job.Classify(TiffFile.Byte(40, 30, 1, (_, row, column) => (byte)((row + column) % Classes)), definition, network);
        return (labels, _runtime.Runs - before);
    }

    private static JsonObject Definition() => TestPackages.Definition(TestPackages.NumberedClasses(Classes));

    /// <summary>ONNX Runtime, with a count of runs.</summary>
    private sealed class CountingRuntime : INetworkRuntime
    {
        private readonly OnnxNetworkRuntime _onnx = new(new OnnxRuntimeOptions { IntraOpThreads = 1 });

        public int Runs { get; private set; }

        public string Name => _onnx.Name;

        public string Version => _onnx.Version;

        public bool HasGraphs => true;

        public bool CanLoad(string networkFile) => _onnx.CanLoad(networkFile);

        public INetworkSession Load(NetworkLoad load, ICollection<string> warnings) => new Session(this, _onnx.Load(load, warnings));

        private sealed class Session(CountingRuntime runtime, INetworkSession inner) : INetworkSession
        {
            public NetworkSignature Signature => inner.Signature;

            public string ExecutionProvider => inner.ExecutionProvider;

            public bool IsOnProcessor => inner.IsOnProcessor;

            public bool PreparesShapes => inner.PreparesShapes;

            public int ConcurrentRuns => inner.ConcurrentRuns;

            public INetworkSession Fork() => new Session(runtime, inner.Fork());

            public IMemoryOwner<float> Rent(int length) => inner.Rent(length);

            public IReadOnlyList<NetworkOutput> Run(ReadOnlyMemory<float> input, IReadOnlyList<int> dimensions, IReadOnlyList<string> outputNames)
            {
                runtime.Runs++;
                return inner.Run(input, dimensions, outputNames);
            }

            public void Dispose() => inner.Dispose();
        }
    }
}
