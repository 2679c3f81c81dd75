using RasterAnalysis.Onnx;

namespace RasterAnalysis.PixelNetworks;

/// <summary>
/// A network over pixels: its one input is <c>[N, bands]</c>, a row for each pixel, and it gives a label or scores for each row. So are forests, boosting, support vector machines and
/// logistic regressions exported by skl2onnx and its like.
/// </summary>
/// <param name="Input">The input.</param>
/// <param name="Output">Name of the output that is read, in the file.</param>
/// <param name="Tensor">The tensor that holds it: <c>[N]</c> or <c>[N, 1]</c> for labels, <c>[N, classes]</c> for scores. Not the output itself where that is a list of maps.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Labels">The labels, in the order of the scores; null where the file does not say.</param>
internal sealed record PixelNetwork(OnnxValue Input, string Output, string Tensor, PixelOutput Kind, PixelLabels? Labels)
{
    /// <summary>The classifier whose own labels are read, so that they can be replaced where it makes them; null where something else makes the labels.</summary>
    public OnnxNode? Classifier { get; init; }

    /// <summary>Bands that the input declares; null for any number.</summary>
    public int? Bands => Input.Dimensions is [_, > 0 and <= 4096 and var bands] ? (int)bands : null;
}
