using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.OnnxRuntime;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Benchmarks;

/// <summary>
/// A network in ONNX Runtime on a GPU and nothing else, with the service's own options, on batches that lie in memory: one run after the other or two side by side, whichever is quicker here. Where
/// there is no GPU it runs on the CPU.
/// </summary>
internal sealed class BareGpu : IDisposable
{
    private readonly InferenceSession _session;
    private readonly long[] _shape;
    private readonly float[] _input;
    private readonly int _threads;
    private readonly int _runs;

    /// <summary>Loads it, and runs it a few times.</summary>
    /// <param name="network">ONNX file.</param>
    /// <param name="path">Where it is written.</param>
    /// <param name="runs">Runs that are measured together: enough of them that the first and the last do not count.</param>
    /// <param name="shape">Shape of a batch.</param>
    public BareGpu(byte[] network, string path, int runs, params long[] shape)
    {
        File.WriteAllBytes(path, network);
        (_shape, _runs) = (shape, runs);
        _input = new float[shape.Aggregate(1L, (product, side) => product * side)];
        var random = new Random(1);
        for (var i = 0; i < _input.Length; i++)
        {
            _input[i] = random.NextSingle();
        }

        using var options = OnnxSessionOptions.Make(path, null, ProcessorType.Gpu, new OnnxRuntimeOptions(), []).Options;
        _session = new InferenceSession(path, options);
        Seconds(1);
        _threads = Seconds(2) < Seconds(1) ? 2 : 1;
    }

    /// <summary>Seconds for a tile of a batch.</summary>
    public double SecondsPerTile() => Seconds(_threads) / _shape[0];

    public void Dispose() => _session.Dispose();

    /// <summary>Seconds for a batch.</summary>
    private double Seconds(int threads)
    {
        var clock = Stopwatch.StartNew();
        Thread[] all = [.. Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < _runs / threads; i++)
            {
                using var run = new RunOptions();
                using var tensor = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _input.AsMemory(), _shape);
                using var output = _session.Run(run, [_session.InputNames[0]], [tensor], [_session.OutputNames[0]]);
            }
        }))];
        Array.ForEach(all, thread => thread.Start());
        Array.ForEach(all, thread => thread.Join());
        return clock.Elapsed.TotalSeconds / (_runs / threads * threads);
    }
}
