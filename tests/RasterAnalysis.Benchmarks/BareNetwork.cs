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
        (_shape, _input) = (shape, InputOf(shape));
        (_session, var other) = (Load(network, spins: false), Load(network, spins: true));
        Run(_session, _input, _shape);
        Run(other, _input, _shape);
        if (Run(other, _input, _shape) < Run(_session, _input, _shape))
        {
            (_session, other) = (other, _session);
        }

        other.Dispose();
    }

    /// <summary>Seconds of one run.</summary>
    public double Run() => Run(_session, _input, _shape);

    /// <summary>Seconds of loading a network and running it for the first time: what a process needs that has not had it before.</summary>
    public static double LoadAndRun(byte[] network, params long[] shape)
    {
        var input = InputOf(shape);
        var clock = Stopwatch.StartNew();
        using var session = Load(network, spins: false);
        Run(session, input, shape);
        return clock.Elapsed.TotalSeconds;
    }

    public void Dispose() => _session.Dispose();

    private static InferenceSession Load(byte[] network, bool spins)
    {
        using var options = new SessionOptions { IntraOpNumThreads = Environment.ProcessorCount };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", spins ? "1" : "0");
        return new InferenceSession(network, options);
    }

    private static float[] InputOf(long[] shape)
    {
        var random = new Random(1);
        var input = new float[shape.Aggregate(1L, (product, side) => product * side)];
        for (var i = 0; i < input.Length; i++)
        {
            input[i] = random.NextSingle();
        }

        return input;
    }

    private static double Run(InferenceSession session, float[] input, long[] shape)
    {
        using var run = new RunOptions();
        using var tensor = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, input.AsMemory(), shape);
        var clock = Stopwatch.StartNew();
        using var output = session.Run(run, [session.InputNames[0]], [tensor], [session.OutputNames[0]]);
        return clock.Elapsed.TotalSeconds;
    }
}
