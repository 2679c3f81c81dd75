namespace RasterAnalysis.Testing.Networks;

/// <summary>A tensor of whole numbers as the value of an attribute.</summary>
/// <param name="Dimensions">Axes in order.</param>
/// <param name="Values">Elements in row-major order.</param>
public sealed record OnnxTensorValue(int[] Dimensions, params long[] Values);
