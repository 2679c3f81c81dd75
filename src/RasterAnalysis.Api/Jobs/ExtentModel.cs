using RasterAnalysis.Api.Requests;

namespace RasterAnalysis.Api.Jobs;

/// <summary>An area.</summary>
/// <param name="Xmin">Least x, in units of the coordinate system.</param>
/// <param name="Ymin">Least y.</param>
/// <param name="Xmax">Greatest x.</param>
/// <param name="Ymax">Greatest y.</param>
/// <param name="SpatialReference">Its coordinate system; that of the result unless given.</param>
[AlsoTaken("zmin", "zmax", "mmin", "mmax", "hasZ", "hasM")]
internal sealed record ExtentModel(double Xmin, double Ymin, double Xmax, double Ymax, SpatialReferenceModel? SpatialReference);
