using RasterAnalysis.Features;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>How a request names its features: by an item or an address, or it has them itself.</summary>
/// <param name="Source">The item or the address; null where they are given.</param>
/// <param name="Where">A condition on the features of the source; null for all.</param>
/// <param name="Given">The features; null where a source is named.</param>
/// <param name="Reference">Coordinate system of what is given; null for the raster's.</param>
public sealed record ObjectReference(SourceReference? Source, string? Where, IReadOnlyList<InputFeature>? Given, SpatialReference? Reference);
