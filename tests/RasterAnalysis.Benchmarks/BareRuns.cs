using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace RasterAnalysis.Benchmarks;

/// <summary>The same number of tiles, in the same batches, through ONNX Runtime and nothing else; with the job's session settings.</summary>
internal sealed class BareRuns : IDisposable
{
    private readonly BenchmarkCase _case;
    private readonly InferenceSession _session;
    private readonly float[] _input;

    public BareRuns(BenchmarkCase benchmark)
    {
        _case = benchmark;
        using var options = new SessionOptions { IntraOpNumThreads = Environment.ProcessorCount };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(benchmark.Network, options);
        _input = new float[benchmark.Tiling.BatchSize * benchmark.Bands * benchmark.Tiling.TileHeight * benchmark.Tiling.TileWidth];
        var random = new Random(1);
        for (var i = 0; i < _input.Length; i++)
        {
            _input[i] = random.NextSingle();
        }
    }

    public void Dispose() => _session.Dispose();

    /// <summary>Seconds for all tiles of the job.</summary>
    public double Run()
    {
        using var run = new RunOptions();
        var clock = Stopwatch.StartNew();
        foreach (var tiles in _case.TilesBySection())
        {
            for (var done = 0; done < tiles; done += _case.Tiling.BatchSize)
            {
                var batch = Math.Min(_case.Tiling.BatchSize, tiles - done);
                var length = _input.Length / _case.Tiling.BatchSize * batch;
                using var tensor = OrtValue.CreateTensorValueFromMemory(
                    OrtMemoryInfo.DefaultInstance, _input.AsMemory(0, length), [batch, _case.Bands, _case.Tiling.TileHeight, _case.Tiling.TileWidth]);
                using var output = _session.Run(run, [_session.InputNames[0]], [tensor], [_session.OutputNames[0]]);
            }
        }

        return clock.Elapsed.TotalSeconds;
    }
}
