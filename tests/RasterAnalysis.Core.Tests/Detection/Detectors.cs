using System.Text.Json.Nodes;
using RasterAnalysis.Detection;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Core.Tests.Detection;

/// <summary>Signatures and outputs of detectors, by hand.</summary>
internal static class Detectors
{
    public static NetworkTensor Tensor(string name, params int[] dimensions) => new(name, TensorElementType.Float, dimensions);

    public static NetworkTensor Labels(string name, params int[] dimensions) => new(name, TensorElementType.Int64, dimensions);

    public static ModelDefinition Definition(int classes, string type = "ObjectDetection", string? layout = null, string? output = null, string? first = null)
    {
        var document = new JsonObject
        {
            ["ModelType"] = type,
            ["ModelFile"] = "a.onnx",
            ["Classes"] = new JsonArray([.. Enumerable.Range(1, classes).Select(value => new JsonObject { ["Value"] = value, ["Name"] = value == 1 && first is not null ? first : $"Class {value}" })]),
        };
        if (layout is not null)
        {
            document["DetectorLayout"] = layout;
        }

        if (output is not null)
        {
            document["OutputName"] = output;
        }

        return ModelDefinitionParser.Parse(document, "model.emd");
    }

    public static DetectorLayout Choose(ModelDefinition definition, params NetworkTensor[] outputs) => Choose(definition, [1, 3, 64, 64], outputs);

    public static DetectorLayout Choose(ModelDefinition definition, int[] input, params NetworkTensor[] outputs) =>
        DetectorLayoutRules.Choose(new NetworkSignature([Tensor("images", input)], outputs), definition);

    public static NetworkOutput Output(int[] dimensions, params float[] values)
    {
        Assert.Equal(dimensions.Aggregate(1, (product, length) => product * length), values.Length);
        return new NetworkOutput(dimensions, values);
    }

    /// <summary>Candidates in rows, as columns.</summary>
    public static float[] Transposed(params float[][] rows) => [.. Enumerable.Range(0, rows[0].Length).SelectMany(feature => rows.Select(row => row[feature]))];
}
