using RasterAnalysis.Features;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.FeatureServer;

/// <summary>A query of a layer.</summary>
internal sealed record LayerQuery
{
    /// <summary>What is answered.</summary>
    public required LayerQueryKind Kind { get; init; }

    /// <summary>Which features. Its limit is that of the answer.</summary>
    public required FeatureQuery Query { get; init; }

    /// <summary>Coordinate system of the answer's polygons; null where the features have none.</summary>
    public SpatialReference? Reference { get; init; }

    /// <summary>For <see cref="LayerQueryKind.Extent"/>: whether the number of features is asked for too.</summary>
    public bool HasCount { get; init; }

    /// <summary>For <see cref="LayerQueryKind.Summary"/>: fields of groups.</summary>
    public IReadOnlyList<FeatureField> GroupBy { get; init; } = [];

    /// <summary>For <see cref="LayerQueryKind.Summary"/>: statistics of each group.</summary>
    public IReadOnlyList<FeatureStatistic> Statistics { get; init; } = [];

    /// <summary>How polygons are written.</summary>
    public RingWriting Writing { get; init; } = new();
}
