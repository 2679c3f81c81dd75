namespace RasterAnalysis.Features;

/// <summary>Writes a new feature table, feature by feature. Memory does not grow with their number.</summary>
/// <remarks>One thread at a time. The same features in the same order make the same file, byte by byte. Disposed without <see cref="Complete"/> it leaves no file behind.</remarks>
public interface IFeatureTableWriter : IDisposable
{
    /// <summary>Features so far.</summary>
    long Count { get; }

    /// <summary>Adds a feature.</summary>
    /// <param name="geometry">Its polygons, in the table's coordinate system.</param>
    /// <param name="values">A value for each field, in their order.</param>
    /// <exception cref="ArgumentException">The polygons have a fault, or there are more or fewer values than fields, or one of another type.</exception>
    /// <exception cref="Rasters.RasterAccessException">It cannot be written.</exception>
    void Append(PolygonGeometry geometry, params ReadOnlySpan<FeatureValue> values);

    /// <summary>Writes the index and closes the file, which then lies alone, without any file beside it.</summary>
    /// <exception cref="Rasters.RasterAccessException">It cannot be written; a full disk is often noticed only here.</exception>
    void Complete();
}
