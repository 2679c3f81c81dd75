namespace RasterAnalysis.Models;

/// <summary>One class of a classified raster.</summary>
/// <param name="Value">Pixel value in the output.</param>
/// <param name="Name">Name for legends and attribute tables.</param>
/// <param name="Color">Colour for maps.</param>
public sealed record ClassDefinition(long Value, string Name, RgbColor Color);
