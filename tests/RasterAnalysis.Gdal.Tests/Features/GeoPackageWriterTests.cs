using RasterAnalysis.Features;
using RasterAnalysis.Gdal.Features;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Tests.Features;

public sealed class GeoPackageWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void GDAL_reads_what_was_written()
    {
        var path = _folder.File("objects.gpkg");
        TestTables.Write(path, count: 100, columns: 10);

        var said = CommandLine.Run("ogrinfo", "-so", path, "objects");
        Assert.All(
            [
                "Geometry: Multi Polygon", "Feature Count: 100", "Extent: (500000.000000, 5000000.000000) - (500095.000000, 5000095.000000)", "ID[\"EPSG\",32633]", "FID Column = OBJECTID",
                "Geometry Column = Shape", "Class: String (20.0)", "Confidence: Real (0.0)", "Value: Integer64 (0.0)",
            ],
            words => Assert.Contains(words, said, StringComparison.Ordinal));
        Assert.Contains("Class (String) = it's", CommandLine.Run("ogrinfo", "-al", "-fid", "2", path), StringComparison.Ordinal);
        Assert.Equal("1", TestTables.Ask(path, "SELECT count(*) FROM gpkg_extensions WHERE extension_name='gpkg_rtree_index'"));
        Assert.Equal("Class of the object", TestTables.Ask(path, "SELECT title FROM gpkg_data_columns WHERE column_name='Class'"));
        Assert.Equal("100", TestTables.Ask(path, "SELECT count(*) FROM rtree_objects_Shape"));
        Assert.Equal("ok", TestTables.Ask(path, "PRAGMA integrity_check"));
    }

    [Fact]
    public void The_same_features_are_the_same_bytes_and_no_file_lies_beside_them()
    {
        TestTables.Write(_folder.File("a.gpkg"), count: 60_000, columns: 200);
        TestTables.Write(_folder.File("b.gpkg"), count: 60_000, columns: 200);

        Assert.Equal(["a.gpkg", "b.gpkg"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
        Assert.Equal(File.ReadAllBytes(_folder.File("a.gpkg")), File.ReadAllBytes(_folder.File("b.gpkg")));
        Assert.StartsWith("2000-01-01", TestTables.Ask(_folder.File("a.gpkg"), "SELECT last_change FROM gpkg_contents"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_completed_leaves_nothing_behind_and_what_a_killed_process_left_is_replaced()
    {
        var path = _folder.File("objects.gpkg.part");
        using (var writer = GeoPackageWriter.Create(path, TestTables.Definition()))
        {
            writer.Append(PolygonGeometry.Of(new Extent(0, 0, 1, 1)), "car", 1, 1);
        }

        Assert.Empty(Directory.GetFiles(_folder.Path));
        File.WriteAllText(path, "half of something");
        File.WriteAllText($"{path}-journal", "more of it");
        TestTables.Write(path, count: 3, columns: 2);
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
        Assert.Equal("3", TestTables.Ask(path, "SELECT count(*) FROM objects"));
    }

    [Fact]
    public void Rings_are_turned_as_the_standard_says_and_holes_and_parts_stay()
    {
        var path = _folder.File("objects.gpkg");
        using (var writer = GeoPackageWriter.Create(path, TestTables.Definition(wkid: null)))
        {
            double[] outer = [0, 0, 0, 9, 9, 9, 9, 0, 0, 0];
            double[] hole = [1, 1, 2, 1, 2, 2, 1, 1];
            writer.Append(new PolygonGeometry([[outer, hole], [[20, 0, 21, 0, 21, 1, 20, 0]]]), FeatureValue.Null, double.NaN, FeatureValue.Null);
            writer.Complete();
        }

        var said = CommandLine.Run("ogrinfo", "-al", path);
        Assert.Contains("MULTIPOLYGON (((0 0,9 0,9 9,0 9,0 0),(1 1,2 2,2 1,1 1)),((20 0,21 0,21 1,20 0)))", said, StringComparison.Ordinal);
        Assert.Contains("Confidence (Real) = (null)", said, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_table_is_a_table()
    {
        var path = _folder.File("objects.gpkg");
        TestTables.Write(path, count: 0, columns: 1);

        Assert.Contains("Feature Count: 0", CommandLine.Run("ogrinfo", "-al", path), StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        using var writer = GeoPackageWriter.Create(_folder.File("objects.gpkg"), TestTables.Definition());
        var square = PolygonGeometry.Of(new Extent(0, 0, 1, 1));

        Assert.Contains("2 values for 3 fields", Refusal(() => writer.Append(square, "car", 1)), StringComparison.Ordinal);
        Assert.Contains("does not fit the field Value, which is Integer", Refusal(() => writer.Append(square, "car", 1, 1.5)), StringComparison.Ordinal);
        Assert.Contains("which is Text of 20 characters", Refusal(() => writer.Append(square, new string('x', 21), 1, 1)), StringComparison.Ordinal);
        Assert.Contains("does not end where it begins", Refusal(() => writer.Append(PolygonGeometry.Of([0, 0, 1, 0, 1, 1, 0, 1]), "car", 1, 1)), StringComparison.Ordinal);
        Assert.Contains("fewer than four points", Refusal(() => writer.Append(PolygonGeometry.Of([0, 0, 1, 0, 0, 0]), "car", 1, 1)), StringComparison.Ordinal);
        Assert.Contains("no finite numbers", Refusal(() => writer.Append(PolygonGeometry.Of([0, 0, double.NaN, 0, 1, 1, 0, 0]), "car", 1, 1)), StringComparison.Ordinal);
        Assert.Contains("'1st' is no name", Refusal(() => GeoPackageWriter.Create(_folder.File("b.gpkg"), new FeatureTableDefinition("1st", null, []))), StringComparison.Ordinal);
        Assert.Contains(
            "two fields of one name",
            Refusal(() => GeoPackageWriter.Create(_folder.File("b.gpkg"), new FeatureTableDefinition("a", null, [new FeatureField("shape", FeatureFieldType.Real)]))),
            StringComparison.Ordinal);
        Assert.Throws<GdalException>(() => GeoPackageWriter.Create(_folder.File("missing/b.gpkg"), TestTables.Definition()));
    }

    public void Dispose() => _folder.Dispose();

    private static string Refusal(Action action) => Assert.Throws<ArgumentException>(action).Message;
}
