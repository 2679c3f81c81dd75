using System.Text.Json.Serialization;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Requests;

/// <summary>
/// The analysis environment of a job: ArcGIS's <c>context</c> (<c>docs/reference/arcgis-rest-behaviour.md#context</c>). Null means not given. What it refers to is found when the
/// job is taken in; the references, with addresses and tokens in them, are not stored.
/// </summary>
public sealed record AnalysisContext
{
    /// <summary><c>extent</c>: the area to classify.</summary>
    public Extent? Extent { get; init; }

    /// <summary>Coordinate system of the extent; null for the output's.</summary>
    public SpatialReference? ExtentSpatialReference { get; init; }

    /// <summary><c>cellSize</c> along x, in units of the output's coordinate system.</summary>
    public double? CellSizeX { get; init; }

    /// <summary><c>cellSize</c> along y.</summary>
    public double? CellSizeY { get; init; }

    /// <summary><c>cellSize</c> taken from another raster.</summary>
    [JsonIgnore]
    public SourceReference? CellSizeSource { get; init; }

    /// <summary><c>outSR</c>.</summary>
    public SpatialReference? OutputSpatialReference { get; init; }

    /// <summary><c>snapRaster</c>.</summary>
    [JsonIgnore]
    public SourceReference? SnapRaster { get; init; }

    /// <summary><c>mask</c> by a raster.</summary>
    [JsonIgnore]
    public SourceReference? MaskSource { get; init; }

    /// <summary><c>mask</c> by polygons.</summary>
    public MaskPolygons? MaskPolygons { get; init; }

    /// <summary><c>resamplingMethod</c>.</summary>
    public ResamplingMethod ResamplingMethod { get; init; }

    /// <summary><c>processorType</c>.</summary>
    public ProcessorType ProcessorType { get; init; }

    /// <summary><c>parallelProcessingFactor</c>, as written: <c>"2"</c> or <c>"60%"</c>.</summary>
    public string? ParallelProcessingFactor { get; init; }

    /// <summary><c>recycleProcessingWorkers</c>: sections that an instance works on before it is replaced; 0 for never.</summary>
    public int? RecycleProcessingWorkers { get; init; }

    /// <summary><c>retryOnFailures</c>: how often a failed section is tried again.</summary>
    public int? RetryOnFailures { get; init; }

    /// <summary><c>reuseResults</c>, an extension: whether what an earlier job has computed may be taken; null for yes.</summary>
    public bool? ReuseResults { get; init; }
}
