namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>Which pixels become the class Uncertain.</summary>
/// <param name="Below">Those whose class has a lower probability.</param>
/// <param name="Value">The value of that class.</param>
public sealed record UncertainRule(double Below, long Value);
