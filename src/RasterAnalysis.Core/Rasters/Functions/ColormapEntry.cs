namespace RasterAnalysis.Rasters.Functions;

/// <summary>Colour of a value.</summary>
/// <param name="Value">The value; a sample is rounded to the nearest whole number before it is looked up.</param>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
/// <param name="IsVisible">False for a transparent value.</param>
public readonly record struct ColormapEntry(long Value, byte Red, byte Green, byte Blue, bool IsVisible = true);
