namespace RasterAnalysis.Models;

/// <summary>A colour, each part 0 to 255.</summary>
public readonly record struct RgbColor(byte Red, byte Green, byte Blue);
