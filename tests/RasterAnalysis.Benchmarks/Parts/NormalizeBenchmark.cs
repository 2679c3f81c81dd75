using BenchmarkDotNet.Attributes;
using RasterAnalysis.Inference;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Benchmarks.Parts;

/// <summary>Normalising a tile of 1024² pixels of four bands by mean and deviation, in place, as a job does. Not sealed: BenchmarkDotNet derives from it.</summary>
public class NormalizeBenchmark
{
    private const int Bands = 4;
    private readonly float[] _tile = [.. Enumerable.Range(0, Bands * 1024 * 1024).Select(i => (float)(i % 4096))];
    private readonly TensorFiller _filler = new(
        new Normalization("mean and deviation", [.. Enumerable.Range(0, Bands).Select(band => new BandNormalization(0.1 * band, 0.999, 0))]), TensorLayout.Nchw);

    [Benchmark]
    public void Normalize() => _filler.Fill(_tile, _tile);
}
