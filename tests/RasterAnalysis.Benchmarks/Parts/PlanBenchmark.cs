using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using RasterAnalysis.Inference;
using RasterAnalysis.Locality;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tensors;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Benchmarks.Parts;

/// <summary>Planning tiles and sections of a raster of 60,000² pixels, with the stride and radius of a U-Net of four levels. Not sealed: BenchmarkDotNet derives from it.</summary>
public class PlanBenchmark
{
    private const long Memory = 2L << 30;
    private static readonly RasterSize Size = new(60000, 60000);
    private readonly ModelDefinition _definition = new() { Document = new JsonObject(), ModelType = "ImageClassification" };
    private readonly NetworkProfile _network =
        new("i", TensorElementType.Float, TensorLayout.Nchw, 4, null, null, null, "o", OutputKind.Scores, TensorLayout.Nchw, 6, 0,
            Locality: new NetworkLocality(16, 107, [], 800));

    [Benchmark]
    public int Plan()
    {
        var plan = TilePlanner.Plan(_definition, _network, ModelArguments.None, Size, Memory, []);
        return SectionPlanner.Cut(plan, Size).Sum(section => SectionTiles.Lay(plan, section).Count());
    }
}
