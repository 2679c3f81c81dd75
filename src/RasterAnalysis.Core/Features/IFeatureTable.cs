using RasterAnalysis.Rasters;

namespace RasterAnalysis.Features;

/// <summary>An open feature table. Answers come row by row; the table is never in memory.</summary>
/// <remarks>
/// One thread at a time. All methods throw a <see cref="RasterAccessException"/> where the file cannot be read, or a geometry cannot be projected, and an
/// <see cref="OperationCanceledException"/> soon after they are told to stop.
/// </remarks>
public interface IFeatureTable : IDisposable
{
    /// <summary>Name of the table.</summary>
    string Name { get; }

    /// <summary>Its fields, without number and shape.</summary>
    IReadOnlyList<FeatureField> Fields { get; }

    /// <summary>Coordinate system as well-known text; null for none.</summary>
    string? Wkt { get; }

    /// <summary>The same by its id, where it has one of EPSG's or Esri's; null for none.</summary>
    SpatialReference? Reference { get; }

    /// <summary>Features in it.</summary>
    long Count { get; }

    /// <summary>The rectangle around all features, in map units; null where there are none.</summary>
    Extent? Extent { get; }

    /// <summary>Features that a query finds, without its bounds of rows.</summary>
    long CountOf(FeatureQuery query, CancellationToken cancellationToken = default);

    /// <summary>The rectangle around what a query finds, in the table's coordinate system, without its bounds of rows; null where it finds nothing.</summary>
    Extent? ExtentOf(FeatureQuery query, CancellationToken cancellationToken = default);

    /// <summary>Numbers of the features that a query finds.</summary>
    IEnumerable<long> IdsOf(FeatureQuery query, CancellationToken cancellationToken = default);

    /// <summary>The features that a query finds.</summary>
    IEnumerable<Feature> Query(FeatureQuery query, CancellationToken cancellationToken = default);

    /// <summary>Statistics of what a query finds.</summary>
    /// <param name="query">Which features; its order may name groups and statistics, and its bounds of rows count groups.</param>
    /// <param name="groupBy">Fields whose values make groups; none for one group.</param>
    /// <param name="statistics">What to tell of each group; none for the different values alone.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>For each group its values of <paramref name="groupBy"/>, and then its statistics.</returns>
    IEnumerable<IReadOnlyList<FeatureValue>> Summarize(
        FeatureQuery query, IReadOnlyList<FeatureField> groupBy, IReadOnlyList<FeatureStatistic> statistics, CancellationToken cancellationToken = default);
}
