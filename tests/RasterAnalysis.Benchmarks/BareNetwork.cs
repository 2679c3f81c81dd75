using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace RasterAnalysis.Benchmarks;

/// <summary>A network in ONNX Runtime and nothing else, on tiles that lie in memory, with the number of threads and the spinning that are quickest here.</summary>
internal sealed class BareNetwork : IDisposable
{
    private readonly InferenceSession _session;
    private readonly long[] _shape;
    private readonly float[] _input;

    public BareNetwork(byte[] network, params long[] shape)
    {
        _shape = shape;
        _input = new float[shape.Aggregate(1L, (product, side) => product * side)];
        var random = new Random(1);
        for (var i = 0; i < _input.Length; i++)
        {
            _input[i] = random.NextSingle();
        }

        (_session, var other) = (Load(network, spins: false), Load(network, spins: true));
        Seconds(_session);
        Seconds(other);
        if (Seconds(other) < Seconds(_session))
        {
            (_session, other) = (other, _session);
        }

        other.Dispose();
    }

    /// <summary>Seconds of one run.</summary>
    public double Run() => Seconds(_session);

    public void Dispose() => _session.Dispose();

    private static InferenceSession Load(byte[] network, bool spins)
    {
        using var options = new SessionOptions { IntraOpNumThreads = Environment.ProcessorCount };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", spins ? "1" : "0");
        return new InferenceSession(network, options);
    }

    private double Seconds(InferenceSession session)
    {
        using var run = new RunOptions();
        using var tensor = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _input.AsMemory(), _shape);
        var clock = Stopwatch.StartNew();
        using var output = session.Run(run, [session.InputNames[0]], [tensor], [session.OutputNames[0]]);
        return clock.Elapsed.TotalSeconds;
    }
}
