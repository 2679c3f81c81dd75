namespace RasterAnalysis.Api.Items;

/// <summary>How a network is fed and read.</summary>
/// <param name="Input">Name of the input.</param>
/// <param name="InputType">ONNX element type of the input.</param>
/// <param name="InputLayout">NCHW or NHWC.</param>
/// <param name="Output">Name of the output.</param>
/// <param name="OutputKind">What its numbers mean.</param>
/// <param name="OutputLayout">NCHW or NHWC.</param>
/// <param name="Channels">Channels of the output.</param>
/// <param name="OutputStride">Pixels of the tile for one pixel of the output.</param>
internal sealed record NetworkModel(
    string Input, string InputType, string InputLayout, string Output, string OutputKind, string OutputLayout, int Channels, int OutputStride);
