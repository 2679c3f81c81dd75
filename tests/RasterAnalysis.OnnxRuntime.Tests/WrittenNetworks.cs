using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Narrowing;
using RasterAnalysis.Onnx;
using RasterAnalysis.Quantization;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Testing;

namespace RasterAnalysis.OnnxRuntime.Tests;

/// <summary>Networks of random U-Nets' bands and classes on the CPU, as they are and written anew, and how far their scores lie apart.</summary>
internal static class WrittenNetworks
{
    public const int Bands = RandomUNets.Bands;
    public const int Classes = RandomUNets.Classes;

    public static OnnxNetworkSession Load(NetworkFile file, NetworkQuantization? quantization = null, NetworkNarrowing? narrowing = null) =>
        OnnxNetworkSession.Load(new NetworkLoad(file.Path, ProcessorType.Cpu) { Quantization = quantization, Narrowing = narrowing }, new OnnxRuntimeOptions(), []);

    /// <summary>Numbers of inner tensors for the noisy tile.</summary>
    public static IReadOnlyDictionary<string, float[]> Observe(NetworkFile file, IReadOnlyList<string> tensors, int side)
    {
        using var observed = OnnxNetworkSession.Load(new NetworkLoad(file.Path, ProcessorType.Cpu) { Observed = tensors }, new OnnxRuntimeOptions(), []);
        return tensors.Zip(observed.Run(Image(side), [1, Bands, side, side], tensors)).ToDictionary(pair => pair.First, pair => pair.Second.Values.ToArray());
    }

    public static NetworkProfile Profile(NetworkFile file, OnnxNetworkSession session) => NetworkProfiler.Profile(
        session, OnnxModelReader.Read(file.Path), ModelDefinitionParser.Parse(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), "model.emd"), []);

    /// <summary>A noisy tile, from -2 to 2.</summary>
    public static float[] Image(int side)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, Bands * side * side).Select(_ => (random.NextSingle() * 4) - 2)];
    }

    /// <summary>Scores of the noisy tile.</summary>
    public static float[] Scores(OnnxNetworkSession session, int side) => session.Run(Image(side), [1, Bands, side, side], "output").Values.ToArray();

    /// <summary>The mean difference of scores over their standard deviation.</summary>
    public static double Error(float[] expected, float[] actual)
    {
        var mean = expected.Average(value => (double)value);
        return expected.Zip(actual, (one, other) => Math.Abs((double)one - other)).Average() / Math.Sqrt(expected.Average(value => (value - mean) * (value - mean)));
    }
}
