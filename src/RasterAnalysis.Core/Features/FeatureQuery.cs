using RasterAnalysis.Rasters;

namespace RasterAnalysis.Features;

/// <summary>Which features of a table, and what of them.</summary>
public sealed record FeatureQuery
{
    /// <summary>A condition; null for none.</summary>
    public FeatureExpression? Where { get; init; }

    /// <summary>Where they lie; null for anywhere.</summary>
    public SpatialFilter? Filter { get; init; }

    /// <summary>Numbers of features; null for all.</summary>
    public IReadOnlyList<long>? Ids { get; init; }

    /// <summary>Fields of the answer; null for all.</summary>
    public IReadOnlyList<FeatureField>? Fields { get; init; }

    /// <summary>Whether polygons are wanted.</summary>
    public bool HasGeometry { get; init; } = true;

    /// <summary>Coordinate system of the answer's polygons; null for the table's own.</summary>
    public SpatialReference? Target { get; init; }

    /// <summary>The order of the answer; what is equal in it, and where it is empty all, by number.</summary>
    public IReadOnlyList<FeatureOrder> Order { get; init; } = [];

    /// <summary>Rows that are left out at the beginning.</summary>
    public long Offset { get; init; }

    /// <summary>The most rows; null for no bound.</summary>
    public long? Limit { get; init; }
}
