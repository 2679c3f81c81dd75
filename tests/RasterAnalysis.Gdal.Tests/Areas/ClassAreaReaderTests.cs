using RasterAnalysis.Gdal.Areas;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Areas;
using RasterAnalysis.Testing;
using Xunit;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Tests.Areas;

// Areas against computations that have nothing in common with the reader: closed formulas written down here once more, and PROJ's own areal scale through Python.
public sealed class ClassAreaReaderTests : IDisposable
{
    private const double Wgs84Axis = 6378137;
    private const double Wgs84Flattening = 1 / 298.257223563;
    private const double Precision = 1e-9;
    private const int Classes = 5;
    private const int NoData = 255;
    private static readonly (long Value, string Name)[] Names = [.. Enumerable.Range(0, Classes).Select(value => ((long)value, $"Class {value}"))];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(4326, 60, 40, -180, 6, 90, -4.5, Wgs84Axis, Wgs84Flattening)] // pole to pole
    [InlineData(4326, 700, 513, 12.5, 1.0 / 3600, 48.25, -1.0 / 3600, Wgs84Axis, Wgs84Flattening)]
    [InlineData(4326, 50, 40, 179.99, 1e-6, -77.3, 1e-6, Wgs84Axis, Wgs84Flattening)] // decimetres, south up
    [InlineData(4267, 30, 20, -100, 0.25, 45, -0.25, 6378206.4, 1 / 294.978698213898)] // another ellipsoid
    public void In_degrees_a_pixel_is_as_large_as_the_zone_says(
        int wkid, int width, int height, double left, double columnWidth, double top, double rowHeight, double axis, double flattening)
    {
        var areas = Measure(wkid, width, height, new GeoTransform(left, columnWidth, 0, top, 0, rowHeight));

        AssertAreas(areas, width, height, (row, _) => Zone(axis, flattening, (top + (row * rowHeight)) * Math.PI / 180, rowHeight * Math.PI / 180) * columnWidth * Math.PI / 180);
        Assert.Equal(AreaMethod.ZoneBetweenParallels, areas.Method);
    }

    [Theory]
    [InlineData(64, 64, -20037508.342789244, 626172.1357121639, 20037508.342789244, -626172.1357121639)] // the world
    [InlineData(600, 520, 1500000, 30, 6100000, -30)]
    [InlineData(40, 30, 19990000, 2000, -14000000, -2000)] // over the antimeridian, near 78 degrees south
    public void In_web_mercator_a_pixel_is_as_large_as_the_zone_under_it(int width, int height, double left, double columnWidth, double top, double rowHeight)
    {
        var areas = Measure(3857, width, height, new GeoTransform(left, columnWidth, 0, top, 0, rowHeight));

        AssertAreas(areas, width, height, (row, _) =>
        {
            var (north, south) = (Latitude(top + (row * rowHeight)), Latitude(top + ((row + 1) * rowHeight)));
            return Zone(Wgs84Axis, Wgs84Flattening, north, south - north) * columnWidth / Wgs84Axis;
        });
        Assert.Equal(AreaMethod.ArealScale, areas.Method);
        Assert.InRange(areas.SquareMetres!.Value + areas.NoDataSquareMetres!.Value, 0, 0.75 * columnWidth * -rowHeight * width * height);

        static double Latitude(double y) => (2 * Math.Atan(Math.Exp(y / Wgs84Axis))) - (Math.PI / 2);
    }

    [Theory]
    [InlineData(3035, 4321000, 3210000, 100)]
    [InlineData(3035, 2600000, 1400000, 25000)]
    [InlineData(6933, -17360000, 7000000, 36000)] // over the antimeridian's edge
    [InlineData(6931, -300000, 300000, 20000)] // around the pole
    [InlineData(3577, 100000, -3000000, 30)]
    public void In_an_equal_area_projection_a_pixel_is_as_large_as_its_cell(int wkid, double left, double top, double cell)
    {
        var areas = Measure(wkid, 40, 30, new GeoTransform(left, cell, 0, top, 0, -cell));

        AssertAreas(areas, 40, 30, (_, _) => cell * cell);
    }

    [Theory]
    [InlineData("EPSG:32633", 400000, 300, 0, 5000000, 0, -300)]
    [InlineData("EPSG:32633", -100000, 20000, 0, 9000000, 0, -20000)] // far from its meridian
    [InlineData("EPSG:32733", 500000, 10, 4, 8000000, 3, -10)] // turned and sheared
    [InlineData("EPSG:3031", -60000, 3000, 0, 45000, 0, -3000)] // the south pole in the middle
    [InlineData("EPSG:2263", 980000, 100, 0, 200000, 0, -100)] // feet
    [InlineData("EPSG:5514", -600000, 1000, 0, -1000000, 0, -1000)]
    [InlineData("EPSG:28992", 150000, 25, 0, 450000, 0, -25)]
    [InlineData("EPSG:2154", 300000, 15000, 0, 7000000, 0, -15000)]
    public void In_a_projection_a_pixel_is_as_large_as_its_areal_scale_says(
        string system, double left, double columnX, double rowX, double top, double columnY, double rowY)
    {
        const int width = 40, height = 30;
        var expected = ArealScale.PixelAreas(system, width, height, left, columnX, rowX, top, columnY, rowY);

        var areas = Measure(int.Parse(system.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture), width, height, new GeoTransform(left, columnX, rowX, top, columnY, rowY));

        AssertAreas(areas, width, height, (row, column) => expected[(row * width) + column]);
        Assert.Contains("areal scale", areas.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_grid_turned_in_degrees_is_integrated_pixel_by_pixel() =>
        AssertTurned(4326, new GeoTransform(10, 0.02, 0.008, 60, 0.006, -0.015), (_, latitude) => Density(latitude * Math.PI / 180) * Math.PI / 180 * Math.PI / 180);

    [Fact]
    public void A_grid_turned_in_web_mercator_is_integrated_pixel_by_pixel() => AssertTurned(3857, new GeoTransform(1500000, 1700, 1000, 6100000, 1000, -1700), (_, y) =>
    {
        var latitude = (2 * Math.Atan(Math.Exp(y / Wgs84Axis))) - (Math.PI / 2);
        return Density(latitude) * Math.Cos(latitude) / (Wgs84Axis * Wgs84Axis);
    });

    [Theory]
    [InlineData(5972, 25832, 500000, 6000000, 1000)] // with heights above sea level
    [InlineData(5554, 25831, 300000, 5600000, 1000)]
    [InlineData(4979, 4326, 10, 50, 0.01)] // three-dimensional
    public void Heights_in_a_system_change_nothing(int wkid, int flatWkid, double left, double top, double cell)
    {
        var transform = new GeoTransform(left, cell, 0, top, 0, -cell);

        var (areas, flat) = (Measure(wkid, 40, 30, transform), Measure(flatWkid, 40, 30, transform));

        Assert.Equal(flat.Classes, areas.Classes);
        Assert.Equal(flat.Method, areas.Method);
    }

    [Fact]
    public void Grads_are_no_degrees()
    {
        // NTF (Paris), whose places count in grads from Paris, on Clarke's ellipsoid of 1880
        const double grad = Math.PI / 200;
        var areas = Measure(4807, 40, 30, new GeoTransform(-2, 0.1, 0, 55, 0, -0.1));

        AssertAreas(areas, 40, 30, (row, _) => Zone(6378249.2, 1 / 293.466021293627, (55 - (row * 0.1)) * grad, -0.1 * grad) * 0.1 * grad);
    }

    [Fact]
    public void The_world_in_mollweide_is_as_large_as_the_world()
    {
        const double radius = 6371000;
        const string sphere = """PROJCS["Mollweide",GEOGCS["Sphere",DATUM["Sphere",SPHEROID["Sphere",6371000,0]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Mollweide"],PARAMETER["central_meridian",0],UNIT["metre",1]]""";
        var (half, up) = (2 * Math.Sqrt(2) * radius, Math.Sqrt(2) * radius);
        var size = new RasterSize(600, 300);
        var path = TestRasters.Create(
            _folder.File("world.tif"), size, PixelType.U8, new double[size.PixelCount], new RasterGrid(size, new GeoTransform(-half * 1.05, half * 2.1 / 600, 0, up * 1.05, 0, -up * 2.1 / 300), sphere));

        var areas = ClassAreaReader.Measure(path, isTrusted: false, Names);

        // the corners of the map are no ground
        Assert.Equal(1, areas.SquareMetres!.Value / (4 * Math.PI * radius * radius), 1e-3);
        Assert.Equal(size.PixelCount, areas.Classes[0].Pixels);
    }

    [Theory]
    [InlineData(null, "Square metres are not known: the raster has no coordinate system.")]
    [InlineData("""LOCAL_CS["Site grid",UNIT["metre",1]]""", "Square metres are not known: Site grid is a system of its own")]
    public void Without_a_place_on_Earth_pixels_are_counted_and_it_is_said_why(string? wkt, string note)
    {
        var areas = Measure(new RasterGrid(new RasterSize(40, 30), TestRasters.Utm, wkt));

        AssertPixels(areas, 40, 30);
        Assert.All(areas.Classes, c => Assert.Null(c.SquareMetres));
        Assert.StartsWith(note, areas.Note, StringComparison.Ordinal);
        Assert.Null(areas.Method);
        Assert.Equal(1, areas.Classes.Sum(areas.ShareOf), 12);
    }

    [Fact]
    public void Without_a_geotransform_it_is_said_so()
    {
        var size = new RasterSize(40, 30);
        var path = TestRasters.Create(_folder.File("plain.tif"), size, PixelType.U8, Pixels(40, 30), new RasterGrid(size, GeoTransform.Identity, TestRasters.UtmWkt));

        Assert.Contains("no geotransform", ClassAreaReader.Measure(path, isTrusted: false, Names).Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PixelType.U16)]
    [InlineData(PixelType.S32)]
    public void Other_types_and_masks_are_read_too(PixelType type)
    {
        var size = new RasterSize(40, 30);
        double[] values = [.. Pixels(40, 30).Select(value => value is NoData ? 3 : value * 100)];
        byte[] mask = [.. Pixels(40, 30).Select(value => (byte)(value is NoData ? 0 : 255))];
        var path = TestRasters.Create(_folder.File("wide.tif"), size, type, values, change: dataset => TestRasters.WriteMask(dataset, mask));

        var areas = ClassAreaReader.Measure(path, isTrusted: false, [.. Names.Select(c => (c.Value * 100, c.Name))]);

        AssertPixels(areas, 40, 30);
    }

    [Fact]
    public void Classes_of_a_file_are_those_that_its_attribute_table_or_its_categories_name()
    {
        var size = new RasterSize(40, 30);
        string Raster(string name, Action<GdalDataset> change) => TestRasters.Create(_folder.File(name), size, PixelType.U8, Pixels(40, 30), change: change);
        var table = Raster("table.tif", dataset => SetTable(dataset, [(0, "Water"), (1, "Forest"), (2, "Field"), (3, "Town"), (4, "Rock"), (7, "Ice")]));
        var categories = Raster("categories.tif", dataset => SetCategories(dataset, ["Water", "Forest", "", "Town"]));
        var plain = Raster("plain.tif", _ => { });

        Assert.Equal(["Water", "Forest", "Field", "Town", "Rock", "Ice", "255"], ClassAreaReader.Measure(table, isTrusted: true, []).Classes.Select(c => c.Name));
        Assert.Equal(["Water", "Forest", "Town", "2", "4", "255"], ClassAreaReader.Measure(categories, isTrusted: true, []).Classes.Select(c => c.Name));
        Assert.Contains("no classes", Assert.Throws<InvalidRequestException>(() => ClassAreaReader.Measure(plain, isTrusted: true, [])).Message, StringComparison.Ordinal);
    }

    // densityAt: square metres of a square map unit, by x and y; integrated by Simpson's rule with many places
    private void AssertTurned(int wkid, GeoTransform transform, Func<double, double, double> densityAt)
    {
        const int steps = 8;

        var areas = Measure(wkid, 40, 30, transform);

        AssertAreas(areas, 40, 30, (row, column) =>
        {
            var sum = 0.0;
            for (var i = 0; i <= steps; i++)
            {
                for (var j = 0; j <= steps; j++)
                {
                    var (x, y) = transform.Apply(column + ((double)i / steps), row + ((double)j / steps));
                    sum += (i is 0 or steps ? 1 : 2 + (i % 2 * 2)) * (j is 0 or steps ? 1 : 2 + (j % 2 * 2)) * densityAt(x, y);
                }
            }

            return sum / (9.0 * steps * steps) * Math.Abs(transform.Determinant);
        });
    }

    private ClassAreas Measure(int wkid, int width, int height, GeoTransform transform) =>
        Measure(new RasterGrid(new RasterSize(width, height), transform, SpatialReferences.ToWkt(new SpatialReference(wkid, null), "test")));

    private ClassAreas Measure(RasterGrid grid)
    {
        var path = TestRasters.Create(
            _folder.File("classes.tif"), grid.Size, PixelType.U8, Pixels(grid.Size.Width, grid.Size.Height), grid, dataset => dataset.Band(1).SetNoData(NoData), "GTiff", "TILED=YES", "BLOCKXSIZE=256", "BLOCKYSIZE=256");
        return ClassAreaReader.Measure(path, isTrusted: false, Names);
    }

    // Classes in patches, and holes among them.
    private static double[] Pixels(int width, int height) => [.. Enumerable.Range(0, width * height).Select(i => (double)ValueAt(i / width, i % width))];

    private static int ValueAt(int row, int column) => (row + column) % 11 == 0 ? NoData : ((row / 7) + (column / 5)) % Classes;

    private static void AssertAreas(ClassAreas areas, int width, int height, Func<int, int, double> areaOf)
    {
        AssertPixels(areas, width, height);
        var expected = new Dictionary<int, double>();
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                expected[ValueAt(row, column)] = expected.GetValueOrDefault(ValueAt(row, column)) + areaOf(row, column);
            }
        }

        Assert.All(areas.Classes, c => Assert.InRange((c.SquareMetres!.Value / expected[(int)c.Value]) - 1, -Precision, Precision));
        Assert.InRange((areas.NoDataSquareMetres!.Value / expected[NoData]) - 1, -Precision, Precision);
        Assert.Equal(1, areas.Classes.Sum(areas.ShareOf), 12);
    }

    private static void AssertPixels(ClassAreas areas, int width, int height)
    {
        var expected = Pixels(width, height).CountBy(value => (int)value).ToDictionary();
        Assert.Equal(expected.Where(pair => pair.Key != NoData).OrderBy(pair => pair.Key).Select(pair => (long)pair.Value), areas.Classes.Select(c => c.Pixels));
        Assert.Equal(expected[NoData], areas.NoDataPixels);
    }

    // The closed formula as Snyder has it, which loses digits on narrow zones; those are integrated.
    private static double Zone(double axis, double flattening, double latitude, double height)
    {
        var e = Math.Sqrt(flattening * (2 - flattening));
        double Q(double sine) => (1 - (e * e)) * ((sine / (1 - (e * e * sine * sine))) - (Math.Log((1 - (e * sine)) / (1 + (e * sine))) / (2 * e)));
        return Math.Abs(height) > 1e-3
            ? Math.Abs(axis * axis * (Q(Math.Sin(latitude + height)) - Q(Math.Sin(latitude))) / 2)
            : Math.Abs(height) * (Density(latitude, axis, flattening) + (4 * Density(latitude + (height / 2), axis, flattening)) + Density(latitude + height, axis, flattening)) / 6;
    }

    private static double Density(double latitude, double axis = Wgs84Axis, double flattening = Wgs84Flattening)
    {
        var squared = flattening * (2 - flattening);
        var part = 1 - (squared * Math.Sin(latitude) * Math.Sin(latitude));
        return axis * axis * (1 - squared) * Math.Cos(latitude) / (part * part);
    }

    private static void SetTable(GdalDataset dataset, (int Value, string Name)[] rows)
    {
        using var table = LibGdal.GDALCreateRasterAttributeTable();
        LibGdal.GDALRATCreateColumn(table, "Value", GFT_Integer, GFU_MinMax);
        LibGdal.GDALRATCreateColumn(table, "Name", GFT_String, GFU_Name);
        LibGdal.GDALRATSetRowCount(table, rows.Length);
        foreach (var (row, (value, name)) in rows.Index())
        {
            LibGdal.GDALRATSetValueAsInt(table, row, 0, value);
            LibGdal.GDALRATSetValueAsString(table, row, 1, name);
        }

        LibGdal.GDALSetDefaultRAT(dataset.Band(1).Handle, table);
    }

    private static void SetCategories(GdalDataset dataset, string[] names)
    {
        using var list = StringListHandle.Of(names);
        LibGdal.GDALSetRasterCategoryNames(dataset.Band(1).Handle, list);
    }
}
