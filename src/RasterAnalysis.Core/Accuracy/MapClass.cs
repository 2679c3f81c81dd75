namespace RasterAnalysis.Accuracy;

/// <summary>A class of a map, which is a stratum of the sample too.</summary>
/// <param name="Value">Pixel value.</param>
/// <param name="Name">Name of the class.</param>
/// <param name="Area">How much of the map it has: square metres, or pixels where those are not known.</param>
public sealed record MapClass(long Value, string Name, double Area);
