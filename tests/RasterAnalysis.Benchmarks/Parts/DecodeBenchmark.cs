using BenchmarkDotNet.Attributes;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Tensors;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Benchmarks.Parts;

/// <summary>Finding the highest of six scores for each of 1024² pixels, row by row, as a job does. Not sealed: BenchmarkDotNet derives from it.</summary>
public class DecodeBenchmark
{
    private const int Side = 1024;
    private const int Classes = 6;
    private readonly float[] _scores = new float[Classes * Side * Side];
    private readonly ushort[] _winners = new ushort[Side];
    private readonly ScoreDecoder _decoder = new(
        new NetworkProfile("i", TensorElementType.Float, TensorLayout.Nchw, 4, null, null, null, "o", OutputKind.Scores, TensorLayout.Nchw, Classes, 0),
        new ChannelMap([.. Enumerable.Range(0, Classes).Select(value => (long)value)], [], [], IdsAreValues: false), ModelArguments.DefaultThreshold);

    /// <summary>Draws scores.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        var random = new Random(1);
        for (var i = 0; i < _scores.Length; i++)
        {
            _scores[i] = random.NextSingle();
        }
    }

    [Benchmark]
    public int Decode()
    {
        var sum = 0;
        for (var row = 0; row < Side; row++)
        {
            _decoder.DecodeRow(_scores, Side, Side, row, 0, _winners);
            sum += _winners[row];
        }

        return sum;
    }
}
