using RasterAnalysis.Rasters;

namespace RasterAnalysis.Accuracy;

/// <summary>Places to be looked at.</summary>
/// <param name="Places">The places, in random order.</param>
/// <param name="Names">Names of the classes by value.</param>
/// <param name="Reference">Coordinate system of the places; null where the raster has none.</param>
/// <param name="Short">Classes that have fewer pixels than were asked for, with the places that they have.</param>
public sealed record ClassSample(
    IReadOnlyList<SampledPlace> Places, IReadOnlyDictionary<long, string> Names, SpatialReference? Reference, IReadOnlyList<string> Short);
