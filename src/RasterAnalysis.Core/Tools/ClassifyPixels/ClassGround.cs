namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>How much ground the pixels of a class value have.</summary>
/// <param name="Value">The value.</param>
/// <param name="SquareMetres">Their area on the ellipsoid.</param>
public sealed record ClassGround(long Value, double SquareMetres);
