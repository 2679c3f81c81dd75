using RasterAnalysis.Features;
using RasterAnalysis.Gdal.Features;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Tests.Features;

public sealed class GeoPackageTableTests : IDisposable
{
    private const int Count = 1_000;
    private const int Columns = 50;
    private readonly TempFolder _folder = new();
    private readonly IFeatureTable _table;

    public GeoPackageTableTests()
    {
        var path = _folder.File("some objects #1.gpkg");
        TestTables.Write(path, Count, Columns);
        _table = new GeoPackages().Open(path);
    }

    [Fact]
    public void A_table_says_what_it_is()
    {
        Assert.Equal("objects", _table.Name);
        Assert.Equal(Count, _table.Count);
        Assert.Equal(TestTables.Fields, _table.Fields);
        Assert.Equal(new Extent(500_000, 5_000_000, 500_495, 5_000_195), _table.Extent);
        Assert.Equal(32633, SpatialReferences.WkidOf(_table.Wkt!));
    }

    [Fact]
    public void Features_come_back_as_they_were_written()
    {
        var feature = Assert.Single(_table.Query(new FeatureQuery { Ids = [52] }));

        Assert.Equal(52, feature.Id);
        Assert.Equal(["it's", 51.0, 51L], feature.Values);
        Assert.Equal([500_010, 5_000_010, 500_015, 5_000_010, 500_015, 5_000_015, 500_010, 5_000_015, 500_010, 5_000_010], Assert.Single(feature.Geometry!.Rings));
    }

    [Theory]
    [InlineData("1=1", 1000)]
    [InlineData("1=0", 0)]
    [InlineData("Class = 'it''s'", 500)]
    [InlineData("Class = 'CAR'", 0)]
    [InlineData("UPPER(Class) = 'CAR'", 500)]
    [InlineData("Class LIKE 'c%'", 500)]
    [InlineData("Class LIKE 'C%'", 0)]
    [InlineData("Class NOT LIKE '%''%'", 500)]
    [InlineData("Confidence BETWEEN 10 AND 19.5", 100)]
    [InlineData("Value IN (1, 5, 2000)", 2)]
    [InlineData("NOT (Value < 10 OR Value >= 20)", 10)]
    [InlineData("OBJECTID <= 7 AND Class = 'car'", 4)]
    [InlineData("Class IS NULL", 0)]
    [InlineData("value <> 3", 999)]
    [InlineData("LOWER(Class) IN ('car')", 500)]
    [InlineData("Class LIKE 'c\\%' ESCAPE '\\'", 0)]
    public void Conditions_find_what_they_say(string where, int count)
    {
        var query = new FeatureQuery { Where = FeatureExpressionParser.Parse(where, _table.Fields, "where") };

        Assert.Equal(count, _table.CountOf(query));
        Assert.Equal(count, _table.Query(query).Count());
    }

    [Theory]
    [InlineData(SpatialRelation.Intersects, 500_000, 5_000_000, 500_020, 5_000_010, 6)]
    [InlineData(SpatialRelation.Intersects, 500_005.001, 5_000_005.001, 500_009.999, 5_000_009.999, 0)]
    [InlineData(SpatialRelation.Intersects, 0, 0, 9e6, 9e6, Count)]
    [InlineData(SpatialRelation.Within, 500_000, 5_000_000, 500_020, 5_000_010, 2)]
    [InlineData(SpatialRelation.Contains, 500_001, 5_000_001, 500_002, 5_000_002, 1)]
    [InlineData(SpatialRelation.Contains, 500_001, 5_000_001, 500_012, 5_000_002, 0)]
    public void Rectangles_find_what_lies_as_they_say(SpatialRelation relation, double xMin, double yMin, double xMax, double yMax, int count)
    {
        var query = new FeatureQuery { Filter = SpatialFilter.Of(new Extent(xMin, yMin, xMax, yMax), relation) };

        Assert.Equal(count, _table.CountOf(query));
        Assert.Equal(count, _table.IdsOf(query).Count());
    }

    [Theory]
    [InlineData(4326, -180, -90, 180, 90, Count)]
    [InlineData(3857, -20037508.34, -20037508.34, 20037508.34, 20037508.34, Count)]
    [InlineData(4326, 0, 0, 1, 1, 0)]
    [InlineData(3857, 1669792.3, 5645700, 1670600, 5646000, Count)]
    public void Rectangles_of_other_systems_are_projected_and_may_be_as_large_as_the_world(int wkid, double xMin, double yMin, double xMax, double yMax, int count)
    {
        foreach (var relation in new[] { SpatialRelation.Intersects, SpatialRelation.EnvelopeIntersects, SpatialRelation.Within })
        {
            var filter = new SpatialFilter(FilterShapeKind.Area, SpatialFilter.Of(new Extent(xMin, yMin, xMax, yMax)).Parts, relation) { Reference = new SpatialReference(wkid, null) };

            Assert.Equal(count, _table.CountOf(new FeatureQuery { Filter = filter }));
        }
    }

    [Fact]
    public void Shapes_of_other_systems_find_the_feature_that_they_lie_in()
    {
        var corners = _table.Query(new FeatureQuery { Ids = [77], Target = SpatialReference.Wgs84 }).Single().Geometry!.Parts[0][0];
        double[] middle = [(corners[0] + corners[4]) / 2, (corners[1] + corners[5]) / 2];

        Assert.Equal([77], _table.IdsOf(new FeatureQuery { Filter = new SpatialFilter(FilterShapeKind.Points, [middle], SpatialRelation.Intersects) { Reference = SpatialReference.Wgs84 } }));
        Assert.Equal([77], _table.IdsOf(new FeatureQuery { Filter = new SpatialFilter(FilterShapeKind.Area, [corners], SpatialRelation.Intersects) { Reference = SpatialReference.Wgs84 } }));
    }

    [Fact]
    public void Shapes_that_lie_nowhere_in_the_system_are_said()
    {
        var filter = new SpatialFilter(FilterShapeKind.Points, [[500, 500]], SpatialRelation.Intersects) { Reference = SpatialReference.Wgs84 };

        Assert.Equal("geometry", Assert.Single(Assert.Throws<InvalidRequestException>(() => _table.CountOf(new FeatureQuery { Filter = filter })).Errors).Field);
    }

    [Fact]
    public void Pages_are_in_order_and_never_overlap()
    {
        var query = new FeatureQuery { Order = [new FeatureOrder("Class", true), new FeatureOrder("confidence", false)], HasGeometry = false, Fields = [TestTables.Fields[2]] };

        var all = _table.Query(query).ToList();
        var paged = Enumerable.Range(0, 11).SelectMany(page => _table.Query(query with { Offset = 100 * page, Limit = 100 })).ToList();

        Assert.Equal(all.Select(feature => feature.Id), paged.Select(feature => feature.Id));
        Assert.Equal(Count, all.Count);
        Assert.Equal([2, 102, 202], all.Take(3).Select(feature => feature.Id));
        Assert.All(all, feature => Assert.Null(feature.Geometry));
        Assert.Equal([1L], all[0].Values);
    }

    [Fact]
    public void Extents_are_of_what_is_found()
    {
        Assert.Equal(new Extent(500_000, 5_000_000, 500_025, 5_000_005), _table.ExtentOf(new FeatureQuery { Ids = [1, 3] }));
        Assert.Null(_table.ExtentOf(new FeatureQuery { Ids = [Count + 1] }));
        Assert.Equal(_table.Extent, _table.ExtentOf(new FeatureQuery { Where = FeatureExpressionParser.Parse("1=1", _table.Fields, "where") }));
    }

    [Fact]
    public void Polygons_are_projected_as_they_are_read()
    {
        var ring = _table.Query(new FeatureQuery { Ids = [1], Target = SpatialReference.Wgs84 }).Single().Geometry!.Parts[0][0];

        Assert.Equal(15.0, ring[0], 1e-9);
        Assert.Equal(45.15, ring[1], 0.01);
        Assert.Equal(10, ring.Length);
    }

    [Fact]
    public void Statistics_are_of_groups_and_of_all()
    {
        var value = TestTables.Fields[2];
        FeatureStatistic[] statistics = [.. Enum.GetValues<StatisticKind>().Select(kind => new FeatureStatistic(kind, value, kind.ToString()))];

        var all = Assert.Single(_table.Summarize(new FeatureQuery(), [], statistics));
        Assert.Equal([1000, 499_500, 0, 999, 499.5, Math.Sqrt(83_416.666_666_666_66), 83_416.666_666_666_66], all.Select(number => Math.Round(number.Number, 9)), (a, b) => Math.Abs(a - b) < 1e-6);

        var groups = _table.Summarize(
            new FeatureQuery { Order = [new FeatureOrder("HowMany", false), new FeatureOrder("Class", true)], Where = FeatureExpressionParser.Parse("Value > 0", _table.Fields, "where") },
            [TestTables.Fields[0]],
            [new FeatureStatistic(StatisticKind.Count, null, "howmany")]).ToList();
        Assert.Equal([["car", 499L], ["it's", 500L]], groups);

        var none = Assert.Single(_table.Summarize(new FeatureQuery { Ids = [] }, [], statistics));
        Assert.Equal(0, none[0].Integer);
        Assert.All(none.Skip(1), number => Assert.True(number.IsNull));
    }

    [Fact]
    public void The_index_is_asked_where_features_lie()
    {
        var plan = TestTables.Ask(
            Path.Combine(_folder.Path, "some objects #1.gpkg"),
            "EXPLAIN QUERY PLAN SELECT OBJECTID FROM objects WHERE OBJECTID IN (SELECT id FROM rtree_objects_Shape WHERE minx <= 5 AND maxx >= 4) ORDER BY OBJECTID LIMIT 5",
            column: 3, all: true);

        Assert.Contains("SEARCH objects USING INTEGER PRIMARY KEY", plan, StringComparison.Ordinal);
        Assert.Contains("SCAN rtree_objects_Shape VIRTUAL TABLE INDEX 2:", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_ends_when_it_is_told_to()
    {
        using var source = new CancellationTokenSource();
        using var rows = _table.Query(new FeatureQuery(), source.Token).GetEnumerator();
        Assert.True(rows.MoveNext());
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => rows.MoveNext());
        Assert.Equal(Count, _table.IdsOf(new FeatureQuery()).Count());
    }

    [Fact]
    public void What_is_no_table_of_polygons_is_said_without_its_folder()
    {
        File.WriteAllText(_folder.File("text.gpkg"), "no database, but long enough to be looked at by whoever reads it, and then some more words");

        Assert.Equal("'none.gpkg' is not there.", Assert.Throws<RasterAccessException>(() => new GeoPackages().Open(_folder.File("none.gpkg"))).Message);
        Assert.StartsWith("'text.gpkg' cannot be read: ", Assert.Throws<RasterAccessException>(() => new GeoPackages().Open(_folder.File("text.gpkg"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_tables_answer_with_nothing()
    {
        TestTables.Write(_folder.File("empty.gpkg"), 0, 1, wkid: null);
        using var empty = new GeoPackages().Open(_folder.File("empty.gpkg"));

        Assert.Equal((0, null, null), (empty.Count, empty.Extent, empty.Wkt));
        Assert.Empty(empty.Query(new FeatureQuery { Filter = SpatialFilter.Of(new Extent(0, 0, 1, 1)) }));
        Assert.Null(empty.ExtentOf(new FeatureQuery { Ids = [1] }));
    }

    public void Dispose()
    {
        _table.Dispose();
        _folder.Dispose();
    }
}
