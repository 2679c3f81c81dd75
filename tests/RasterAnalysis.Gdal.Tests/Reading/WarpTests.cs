using System.Globalization;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Reading;

// Projected reads against GDAL's own tool, run as a program.
public sealed class WarpTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("L7_ETMs.tif", ResamplingMethod.Nearest, "near")]
    [InlineData("L7_ETMs.tif", ResamplingMethod.Bilinear, "bilinear")]
    [InlineData("L7_ETMs.tif", ResamplingMethod.Cubic, "cubic")]
    [InlineData("RGB.byte.tif", ResamplingMethod.Nearest, "near")]
    [InlineData("cog_gcps.tif", ResamplingMethod.Nearest, "near")]
    [InlineData("umbra_mount_yasur.tiff", ResamplingMethod.Nearest, "near")]
    [InlineData("RGBA.uint16.tif", ResamplingMethod.Bilinear, "bilinear")]
    public void Read_on_another_system_agrees_with_gdalwarp(string name, ResamplingMethod resampling, string method)
    {
        var path = SharedData.Raster(name);
        var info = RasterDescriber.Describe(path, isTrusted: false);
        var plan = GridPlanner.Plan(info, path, isTrusted: false, new GridRequest(OutputSpatialReference: new SpatialReference(3857, null)));
        var grid = plan.ProcessingGrid;
        Assert.True(plan.IsWarped);
        Assert.Equal(3857, SpatialReferences.WkidOf(grid.Wkt!));
        using var reader = RasterOpener.Open(new RasterReadSpec(path, false, [1], grid, resampling));

        var (pixels, validity) = TestRasters.ReadAll(reader);

        var expected = Gdalwarp(path, grid, method);
        var valid = validity.Count(value => value != 0);
        Assert.True(valid > validity.Length / 3);
        for (var i = 0; i < pixels.Length; i++)
        {
            // A value that would be NoData is nudged by the tool.
            Assert.True(validity[i] == 0 || Math.Abs(expected[i] - pixels[i]) <= (resampling == ResamplingMethod.Nearest ? 0 : 1), $"pixel {i}: {expected[i]} and {pixels[i]}");
        }
    }

    [Fact]
    public void Read_of_coarser_cells_takes_the_nearest_pixel()
    {
        var path = TestRasters.Create(_folder.File("a.tif"), new RasterSize(6, 6), PixelType.U8, TestRasters.Ramp(36));
        var info = RasterDescriber.Describe(path, isTrusted: false);
        var plan = GridPlanner.Plan(info, path, isTrusted: false, new GridRequest(CellSize: (30, 30)));
        using var reader = RasterOpener.Open(new RasterReadSpec(path, false, [1], plan.ProcessingGrid));

        var (pixels, _) = TestRasters.ReadAll(reader);

        Assert.Equal([7, 10, 25, 28], pixels);
    }

    [Fact]
    public void A_south_up_raster_on_a_north_up_grid_is_turned()
    {
        var southUp = new RasterGrid(new RasterSize(2, 2), new GeoTransform(500000, 10, 0, 5000000, 0, 10), TestRasters.UtmWkt);
        var path = TestRasters.Create(_folder.File("a.tif"), southUp.Size, PixelType.U8, [1, 2, 3, 4], southUp);
        var northUp = southUp with { Transform = new GeoTransform(500000, 10, 0, 5000020, 0, -10) };
        using var reader = RasterOpener.Open(new RasterReadSpec(path, false, [1], northUp));

        Assert.Equal([3, 4, 1, 2], TestRasters.ReadAll(reader).Pixels);
    }

    [Fact]
    public void Pixels_of_NoData_between_are_not_blended()
    {
        var path = TestRasters.Create(
            _folder.File("a.tif"), new RasterSize(4, 4), PixelType.U8, [.. Enumerable.Range(0, 16).Select(i => i % 2 == 0 ? 100.0 : 255.0)],
            change: dataset => dataset.Band(1).SetNoData(255));
        var grid = new RasterGrid(new RasterSize(7, 7), new GeoTransform(500000, 40.0 / 7, 0, 5000000, 0, -40.0 / 7), TestRasters.UtmWkt);
        using var reader = RasterOpener.Open(new RasterReadSpec(path, false, [1], grid, ResamplingMethod.Bilinear));

        var (pixels, validity) = TestRasters.ReadAll(reader);

        Assert.All(pixels.Zip(validity), pixel => Assert.Equal(pixel.Second == 0 ? 0 : 100, pixel.First));
        Assert.Contains((byte)1, validity);
    }

    [Fact]
    public void A_raster_without_georeference_is_read_on_its_own_grid()
    {
        var path = SharedData.Raster("cog_gcps.tif");
        using var reader = RasterOpener.Open(new RasterReadSpec(path, false, [1]));

        var (pixels, _) = TestRasters.ReadAll(reader, new PixelWindow(600, 400, 20, 10));

        Assert.Equal(GeoTransform.Identity, reader.Grid.Transform);
        Assert.Equal(TestRasters.ReadBand(path).Skip((400 * 1280) + 600).Take(20).Select(value => (float)value), pixels.Take(20));
    }

    private double[] Gdalwarp(string path, RasterGrid grid, string method)
    {
        var target = _folder.File("expected.tif");
        var extent = grid.Transform.ExtentOf(grid.Size);
        string[] bounds = [.. new[] { extent.XMin, extent.YMin, extent.XMax, extent.YMax }.Select(value => value.ToString("R", CultureInfo.InvariantCulture))];
        CommandLine.Run(
            "gdalwarp", ["-q", "-t_srs", "EPSG:3857", "-et", "0", "-ovr", "NONE", "-r", method, "-te", .. bounds,
            "-ts", $"{grid.Size.Width}", $"{grid.Size.Height}", path, target]);
        return TestRasters.ReadBand(target);
    }
}
