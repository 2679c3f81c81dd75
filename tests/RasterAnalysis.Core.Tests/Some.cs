using System.Text.Json.Nodes;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tensors;
using RasterAnalysis.Testing;

namespace RasterAnalysis.Core.Tests;

/// <summary>Definitions, bands and profiles whose other details do not matter.</summary>
internal static class Some
{
    public static ModelDefinition Definition(long[] values, params (string Key, JsonNode? Value)[] more) => ModelDefinitionParser.Parse(
        TestPackages.Definition(values.Select(v => (v, $"Class {v}", new[] { (int)(v % 256), 1, 2 })), more), "model.emd");

    public static NetworkProfile Profile(int channels, OutputKind kind = OutputKind.Scores, int? size = null, int crop = 0, int? batch = null) =>
        new("i", TensorElementType.Float, TensorLayout.Nchw, 1, batch, size, size, "o", kind, TensorLayout.Nchw, channels, crop);

    public static BandInfo Band(int number, PixelType type = PixelType.U8, BandStatistics? statistics = null, string name = "", string color = "Undefined") =>
        new(number, type, null, name, color, 1, 0, 256, 256, statistics);

    public static RasterInfo Raster(params BandInfo[] bands) =>
        new("GTiff", new RasterGrid(new RasterSize(10, 10), GeoTransform.Identity, null), true, null, null, 0, false, false, 0, bands);
}
