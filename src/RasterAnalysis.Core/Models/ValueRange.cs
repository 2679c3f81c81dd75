namespace RasterAnalysis.Models;

/// <summary>A range of values, ends included.</summary>
public readonly record struct ValueRange(double Low, double High);
