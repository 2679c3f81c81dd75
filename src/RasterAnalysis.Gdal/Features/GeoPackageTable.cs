using Microsoft.Data.Sqlite;
using RasterAnalysis.Features;
using RasterAnalysis.Rasters;
using SQLitePCL;

namespace RasterAnalysis.Gdal.Features;

// A GeoPackage that is finished: nobody writes to it any more, so it is read without locks. A GeoPackage is a SQLite file, so it is SQLite that is asked; libgdal only projects.
internal sealed class GeoPackageTable : IFeatureTable
{
    private readonly SqliteConnection _connection;
    private readonly GeoPackageLayout _layout;
    private readonly string _name;
    private SpatialFilter? _filter;
    private long? _count;

    private GeoPackageTable(SqliteConnection connection, GeoPackageLayout layout, string name)
    {
        (_connection, _layout, _name) = (connection, layout, name);
        connection.CreateFunction<byte[]?, bool>(FeatureSql.Matches, blob => Matches(blob), isDeterministic: true);
        connection.CreateFunction<string?, string?>(FeatureSql.Upper, text => text?.ToUpperInvariant(), isDeterministic: true);
        connection.CreateFunction<string?, string?>(FeatureSql.Lower, text => text?.ToLowerInvariant(), isDeterministic: true);
        connection.CreateAggregate<byte[]?, Extent?, string?>(FeatureSql.Bounds, null, Enlarge, sum => sum?.ToString(), isDeterministic: true);
        connection.CreateAggregate<double?, RunningVariance, double?>(FeatureSql.Variance, default, (sum, value) => sum.With(value), sum => sum.Variance, isDeterministic: true);
        connection.CreateAggregate<double?, RunningVariance, double?>(
            FeatureSql.Deviation, default, (sum, value) => sum.With(value), sum => sum.Variance is { } variance ? Math.Sqrt(variance) : null, isDeterministic: true);
    }

    public string Name => _layout.Table;

    public IReadOnlyList<FeatureField> Fields => _layout.Fields;

    public string? Wkt => _layout.Wkt;

    public SpatialReference? Reference => _layout.Wkid is { } wkid ? new SpatialReference(wkid, null) : Wkt is { } wkt ? new SpatialReference(null, wkt) : null;

    public long Count => _count ??= _layout.Count ?? CountOf(new FeatureQuery());

    public Extent? Extent => _layout.Extent;

    public static GeoPackageTable Open(string path)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path))
        {
            throw new RasterAccessException($"'{name}' is not there.");
        }

        var uri = $"file:{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}?immutable=1";
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = uri, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            connection.Open();
            using (var settings = connection.CreateCommand())
            {
                // texts are compared letter by letter, by LIKE too; UPPER and LOWER are for whoever wants it otherwise
                settings.CommandText = "PRAGMA case_sensitive_like = ON; PRAGMA query_only = ON;";
                settings.ExecuteNonQuery();
            }

            return new GeoPackageTable(connection, GeoPackageLayout.Read(connection) ?? throw new RasterAccessException($"'{name}' has no table of polygons."), name);
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw Unreadable(name, exception);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public long CountOf(FeatureQuery query, CancellationToken cancellationToken = default) =>
        query is { Where: null, Filter: null, Ids: null } && _layout.Count is { } all ? all : First(query, (sql, one) => sql.Count(_connection, one), reader => reader.GetInt64(0), cancellationToken);

    public Extent? ExtentOf(FeatureQuery query, CancellationToken cancellationToken = default) =>
        query is { Where: null, Filter: null, Ids: null } ? Extent
            
            : First<Extent?>(query, (sql, one) => sql.Extent(_connection, one), reader => reader.IsDBNull(0) ? null : ExtentText.Read(reader.GetString(0)), cancellationToken);

    public IEnumerable<long> IdsOf(FeatureQuery query, CancellationToken cancellationToken = default) =>
        Read(query, (sql, one) => sql.Ids(_connection, one), reader => reader.GetInt64(0), cancellationToken);

    public IEnumerable<Feature> Query(FeatureQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Features(query, cancellationToken);
    }

    public IEnumerable<IReadOnlyList<FeatureValue>> Summarize(
        FeatureQuery query, IReadOnlyList<FeatureField> groupBy, IReadOnlyList<FeatureStatistic> statistics, CancellationToken cancellationToken = default) =>
        Read(query, (sql, one) => sql.Summary(_connection, one, groupBy, statistics), reader => ValuesOf(reader, 0), cancellationToken);

    public void Dispose() => _connection.Dispose();

    private IEnumerable<Feature> Features(FeatureQuery query, CancellationToken cancellationToken)
    {
        using var projection = query.HasGeometry ? RingProjection.Of(Wkt, query.Target) : null;
        foreach (var feature in Read(query, (sql, one) => sql.Rows(_connection, one), reader => FeatureOf(reader, query.HasGeometry), cancellationToken))
        {
            yield return projection is null || feature.Geometry is null ? feature : feature with { Geometry = projection.Project(feature.Geometry) };
        }
    }

    private T First<T>(FeatureQuery query, Func<FeatureSql, FeatureQuery, SqliteCommand> make, Func<SqliteDataReader, T> read, CancellationToken cancellationToken) =>
        Read(query, make, read, cancellationToken).First();

    // SqliteDataReader looks into the future: the first row is made where the statement is run.
    private IEnumerable<T> Read<T>(FeatureQuery query, Func<FeatureSql, FeatureQuery, SqliteCommand> make, Func<SqliteDataReader, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (query.Filter is { } filter)
        {
            if (FilterProjection.Project(filter, _layout) is not { } projected)
            {
                query = query with { Ids = [], Filter = null };
            }
            else
            {
                query = query with { Filter = projected };
            }
        }

        _filter = query.Filter;
        using var command = make(new FeatureSql(_layout), query);
        using var stop = cancellationToken.Register(() => raw.sqlite3_interrupt(_connection.Handle!));
        using var reader = Guard(command.ExecuteReader, cancellationToken);
        while (Guard(reader.Read, cancellationToken))
        {
            yield return read(reader);
        }
    }

    private T Guard<T>(Func<T> call, CancellationToken cancellationToken)
    {
        try
        {
            return call();
        }
        catch (SqliteException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Unreadable(_name, exception);
        }
    }

    private static Feature FeatureOf(SqliteDataReader reader, bool hasGeometry) => new(
        reader.GetInt64(0),
        hasGeometry && !reader.IsDBNull(1) ? PolygonWkb.Read(reader.GetFieldValue<byte[]>(1)) : null,
        ValuesOf(reader, hasGeometry ? 2 : 1));

    private static FeatureValue[] ValuesOf(SqliteDataReader reader, int from)
    {
        var values = new FeatureValue[reader.FieldCount - from];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.GetValue(from + i) switch
            {
                long whole => whole,
                double number => number,
                string text => text,
                _ => FeatureValue.Null,
            };
        }

        return values;
    }

    private bool Matches(byte[]? blob)
    {
        if (blob is null || _filter is not { } filter)
        {
            return false;
        }

        return (PolygonWkb.ExtentOf(blob) is { } extent ? filter.MatchesExtent(extent) : null) ?? (PolygonWkb.Read(blob) is { } geometry && filter.Matches(geometry));
    }

    private static Extent? Enlarge(Extent? sum, byte[]? blob)
    {
        var extent = blob is null ? null : PolygonWkb.ExtentOf(blob) ?? PolygonWkb.Read(blob)?.Extent;
        return extent is not { } one ? sum
            : sum is not { } all ? one
            : new Extent(Math.Min(all.XMin, one.XMin), Math.Min(all.YMin, one.YMin), Math.Max(all.XMax, one.XMax), Math.Max(all.YMax, one.YMax));
    }

    private static RasterAccessException Unreadable(string name, SqliteException exception) => new($"'{name}' cannot be read: {exception.Message}", isTransient: false, exception);
}
