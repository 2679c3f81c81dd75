using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using RasterAnalysis.Api.Requests;

namespace RasterAnalysis.Api.Jobs;

/// <summary>The analysis environment of a job.</summary>
/// <param name="Extent">The area to classify, snapped outward to whole pixels; the whole raster unless given.</param>
/// <param name="CellSize">Cell size of the result: a number in units of its coordinate system, one for each axis, or a raster whose cell size is taken.</param>
/// <param name="OutSR">Coordinate system of the result; the input's unless given.</param>
/// <param name="SnapRaster">A raster to whose grid the result is aligned.</param>
/// <param name="Mask">What lies outside it is NoData: a raster, or polygons as GeoJSON, as an Esri polygon or as an Esri feature set.</param>
/// <param name="ResamplingMethod">How the input is resampled; NEAREST unless given.</param>
/// <param name="ProcessorType">CPU unless given.</param>
/// <param name="ParallelProcessingFactor">Processing instances that work on the job at once: a number, or a percentage of those that the service has, such as 60%.</param>
/// <param name="RecycleProcessingWorkers">Sections after which a processing instance is replaced by a fresh one; 0 for never.</param>
/// <param name="RetryOnFailures">How often a section that fails is tried again before the job fails.</param>
/// <param name="ReuseResults">Whether what an earlier job has computed may be taken; true unless given.</param>
[AlsoTaken(
    "outSpatialReference", "processSR", "geographicTransformations", "compression", "pyramid", "statistics", "noData", "cellAlignment", "origin", "where",
    "processAsMultidimensional")]
internal sealed record AnalysisContextModel(
    ExtentModel? Extent,
    [property: AnyOf(typeof(double), typeof(CellSizeModel), typeof(RasterReferenceModel))] JsonNode? CellSize,
    SpatialReferenceModel? OutSR,
    RasterReferenceModel? SnapRaster,
    [property: AnyOf(typeof(RasterReferenceModel), typeof(JsonObject))] JsonNode? Mask,
    [property: AllowedValues("NEAREST", "BILINEAR", "CUBIC")] string? ResamplingMethod,
    [property: AllowedValues("CPU", "GPU")] string? ProcessorType,
    string? ParallelProcessingFactor,
    [property: Range(0, 1_000_000)] int? RecycleProcessingWorkers,
    [property: Range(0, 1_000_000)] int? RetryOnFailures,
    bool? ReuseResults);

/// <summary>A cell size for each axis.</summary>
/// <param name="X">Width of a cell in units of the result's coordinate system, above 0.</param>
/// <param name="Y">Height of a cell; its width unless given.</param>
[AlsoTaken("spatialReference", "factor")]
internal sealed record CellSizeModel(double X, double? Y);

/// <summary>An area.</summary>
/// <param name="Xmin">Least x, in units of the coordinate system.</param>
/// <param name="Ymin">Least y.</param>
/// <param name="Xmax">Greatest x.</param>
/// <param name="Ymax">Greatest y.</param>
/// <param name="SpatialReference">Its coordinate system; that of the result unless given.</param>
[AlsoTaken("zmin", "zmax", "mmin", "mmax", "hasZ", "hasM")]
internal sealed record ExtentModel(double Xmin, double Ymin, double Xmax, double Ymax, SpatialReferenceModel? SpatialReference);
