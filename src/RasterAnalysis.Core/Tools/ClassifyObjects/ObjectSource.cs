using RasterAnalysis.Features;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>Where the features of a job come from. One of location, features and file is set.</summary>
/// <param name="Name">Name for messages.</param>
/// <param name="Location">An item, whose GeoPackage lies at the path; or the address of a layer on another server, with its token.</param>
/// <param name="Where">A condition on the features of <paramref name="Location"/>, as the request has it; null for all.</param>
/// <param name="Given">Features that the request has itself; null for none.</param>
/// <param name="Reference">Coordinate system of <paramref name="Given"/>; null for the raster's.</param>
/// <param name="File">They lie in the job's folder by now: an <see cref="InputFeatureFile"/>.</param>
public sealed record ObjectSource(
    string Name, InputLocation? Location = null, string? Where = null, IReadOnlyList<InputFeature>? Given = null, SpatialReference? Reference = null, string? File = null);
