using System.Globalization;
using RasterAnalysis.Features;
using RasterAnalysis.Gdal.Areas;
using RasterAnalysis.Gdal.Features;
using RasterAnalysis.Gdal.Polygons;
using RasterAnalysis.Polygons;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Polygons;

public sealed class ClassPolygonWriterTests : IDisposable
{
    private const int Width = 230;
    private const int Height = 1100;
    private const int NoData = 255;
    private static readonly (long Value, string Name)[] Names = [(0, "Water"), (1, "Wald ä"), (2, "Town"), (7, "Field")];

    private readonly TempFolder _folder = new();

    public static TheoryData<int, double, double, double, double, double, double> Grids => new()
    {
        { 32633, 500000, 10, 0, 5000000, 0, -10 }, { 4326, 12, 0.001, 0, 50, 0, -0.002 }, { 3857, 1500000, 30, 0, 6100000, 0, 30 }, { 32633, 500000, 9, 3, 5000000, 3, -9 },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Grids))]
    public void Areas_of_polygons_add_up_to_those_of_the_classes(int wkid, double left, double columnX, double rowX, double top, double columnY, double rowY)
    {
        var raster = Raster(wkid, new GeoTransform(left, columnX, rowX, top, columnY, rowY));

        var report = Write(raster, new PolygonOptions());

        var expected = ClassAreaReader.Measure(raster, isTrusted: true, Names);
        var rows = Rows(_folder.File("polygons.gpkg"));
        foreach (var one in expected.Classes)
        {
            var areas = rows.Where(row => row.Value == one.Value).ToArray();
            Assert.All(areas, row => Assert.Equal(one.Name, row.Name));
            Assert.InRange((areas.Sum(row => row.Area) / one.SquareMetres!.Value) - 1, -1e-9, 1e-9);
            Assert.Equal(areas.Length, report.Classes.Single(found => found.Value == one.Value).Polygons);
        }

        Assert.Equal(expected.Note, report.Note);
    }

    [Fact]
    public void Rasterized_by_gdal_the_polygons_are_the_raster()
    {
        var raster = Raster(32633, TestRasters.Utm);
        Write(raster, new PolygonOptions());

        var back = Rasterized();

        Assert.Equal(TestRasters.ReadBand(raster), TestRasters.ReadBand(back));
    }

    [Fact]
    public void Polygons_are_as_many_as_gdal_makes()
    {
        var raster = Raster(32633, TestRasters.Utm);
        Write(raster, new PolygonOptions());

        CommandLine.Run("gdal_polygonize.py", "-q", raster, "-f", "GPKG", _folder.File("gdal.gpkg"));

        Assert.Equal(CountOf(_folder.File("gdal.gpkg")), CountOf(_folder.File("polygons.gpkg")));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.5)]
    public void The_table_is_the_same_however_many_rows_are_read_at_once(double simplify)
    {
        var raster = Raster(32633, TestRasters.Utm);
        Write(raster, new PolygonOptions(Simplify: simplify));
        var expected = File.ReadAllBytes(_folder.File("polygons.gpkg"));

        foreach (var rows in new[] { 1, 7, 64, 1099, 5000 })
        {
            Write(raster, new PolygonOptions(Simplify: simplify), rows);
            Assert.True(expected.AsSpan().SequenceEqual(File.ReadAllBytes(_folder.File("polygons.gpkg"))), $"{rows} rows at once give another table");
        }
    }

    [Fact]
    public void Simplified_polygons_cover_the_same_ground_with_fewer_vertices()
    {
        var raster = Raster(32633, TestRasters.Utm, hasNoData: false);
        Write(raster, new PolygonOptions());
        var exact = Rings();

        Write(raster, new PolygonOptions(Simplify: 1.5));

        var simple = Rings();
        Assert.Equal(exact.Sum(Area), simple.Sum(Area), 1e-3);
        Assert.Equal(Width * Height * 100.0, simple.Sum(Area), 1e-3);
        Assert.True(simple.Sum(rings => rings.Sum(ring => ring.Length)) < 0.7 * exact.Sum(rings => rings.Sum(ring => ring.Length)));
        Assert.Equal(exact.Count, simple.Count);
    }

    [Fact]
    public void Smaller_polygons_and_other_classes_are_left_out()
    {
        var raster = Raster(32633, TestRasters.Utm);
        Write(raster, new PolygonOptions());
        var all = Rows(_folder.File("polygons.gpkg"));

        var report = Write(raster, new PolygonOptions(MinimumArea: 1500, Classes: ["town", "7"]));

        var expected = all.Where(row => row.Value is 2 or 7 && row.Area >= 1500).ToArray();
        Assert.Equal(expected, Rows(_folder.File("polygons.gpkg")));
        Assert.Equal(all.Count(row => row.Value is 2 or 7) - expected.Length, report.LeftOut);
        Assert.Equal(["Town", "Field"], report.Classes.Select(one => one.Name));
    }

    [Fact]
    public void A_class_that_is_none_and_a_minimum_without_a_coordinate_system_are_refused()
    {
        var raster = Raster(32633, TestRasters.Utm);
        var nowhere = Raster(null, TestRasters.Utm);

        var unknown = Assert.Throws<InvalidRequestException>(() => Write(raster, new PolygonOptions(Classes: ["Town", "Forrest"])));
        var unmeasured = Assert.Throws<InvalidRequestException>(() => Write(nowhere, new PolygonOptions(MinimumArea: 5)));
        Write(nowhere, new PolygonOptions());

        Assert.Equal(("classes", true), (unknown.Errors.Single().Field, unknown.Message.Contains("'Forrest' is no class of the raster; it has 0 Water", StringComparison.Ordinal)));
        Assert.Equal("minimumArea", unmeasured.Errors.Single().Field);
        Assert.All(Rows(_folder.File("polygons.gpkg")), row => Assert.True(double.IsNaN(row.Area)));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(raster)!, "*.part*"));
    }

    private static double Area(IReadOnlyList<double[]> rings) =>
        (Math.Abs(PolygonGeometry.TwiceSignedArea(rings[0])) - rings.Skip(1).Sum(ring => Math.Abs(PolygonGeometry.TwiceSignedArea(ring)))) / 2;

    private static int CountOf(string path) => CommandLine.Run("ogrinfo", "-al", "-geom=NO", path).Split('\n').Count(line => line.StartsWith("OGRFeature(", StringComparison.Ordinal));

    private static (long Value, string Name, double Area)[] Rows(string path)
    {
        using var table = new GeoPackages().Open(path);
        return [.. table.Query(new FeatureQuery { Fields = [.. table.Fields] }).Select(row => (row.Values[0].Integer, row.Values[1].Text!, row.Values[2].IsNull ? double.NaN : row.Values[2].Number))];
    }

    private List<IReadOnlyList<double[]>> Rings()
    {
        using var table = new GeoPackages().Open(_folder.File("polygons.gpkg"));
        return [.. table.Query(new FeatureQuery()).SelectMany(row => row.Geometry!.Parts)];
    }

    private PolygonReport Write(string raster, PolygonOptions options, int rows = 0) =>
        ClassPolygonWriter.Write(_folder.File("polygons.gpkg"), "Polygons", [new MosaicMember("raster", raster, IsTrusted: true)], Names, options, rowsAtOnce: rows);

    private string Rasterized()
    {
        var back = _folder.File("back.tif");
        CommandLine.Run(
            "gdal_rasterize", "-q", "-a", "Value", "-init", NoData.ToString(CultureInfo.InvariantCulture), "-ot", "Byte", "-te", "500000", (5000000 - (10 * Height)).ToString(CultureInfo.InvariantCulture),
            (500000 + (10 * Width)).ToString(CultureInfo.InvariantCulture), "5000000", "-tr", "10", "10", _folder.File("polygons.gpkg"), back);
        return back;
    }

    // Patches with islands in islands, corners that touch, and holes.
    private string Raster(int? wkid, GeoTransform transform, bool hasNoData = true)
    {
        var random = new Random(4);
        var values = new double[Width * Height];
        for (var i = 0; i < values.Length; i++)
        {
            var (row, column) = (i / Width, i % Width);
            var place = Math.Sin(row / 17.0) + Math.Cos(column / 11.0) + (Math.Sin((row + (2 * column)) / 5.0) / 2);
            values[i] = random.Next(40) == 0 ? Names[random.Next(4)].Value : hasNoData && random.Next(60) == 0 ? NoData : place > 0.8 ? 2 : place > 0 ? 1 : place > -0.9 ? 0 : 7;
        }

        var size = new RasterSize(Width, Height);
        var wkt = wkid is { } known ? SpatialReferences.ToWkt(new SpatialReference(known, null), "test") : null;
        return TestRasters.Create(
            _folder.File($"raster-{wkid}.tif"), size, PixelType.U8, values, new RasterGrid(size, transform, wkt),
            hasNoData ? dataset => dataset.Band(1).SetNoData(NoData) : null, options: ["TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64"]);
    }
}
