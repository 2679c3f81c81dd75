using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Reading;

public sealed class GridPlannerTests
{
    private static readonly RasterGrid Own = new(new RasterSize(100, 80), TestRasters.Utm, TestRasters.UtmWkt);

    [Fact]
    public void Plan_without_wishes_is_the_inputs_grid_bit_for_bit()
    {
        var plan = Plan(new GridRequest());

        Assert.Same(Own, plan.ProcessingGrid);
        Assert.Equal(PixelWindow.Whole(Own.Size), plan.OutputWindow);
        Assert.False(plan.IsWarped);
    }

    [Fact]
    public void Plan_of_the_own_system_and_cell_size_in_other_words_is_the_inputs_grid()
    {
        var esri = new SpatialReference(null, SpatialReferences.EsriWktOf(TestRasters.UtmWkt));

        var plan = Plan(new GridRequest(CellSize: (10, 10 + 1e-9), OutputSpatialReference: esri, SnapGrid: Own with { Transform = Own.Transform.Offset(-3, 7) }));

        Assert.Same(Own, plan.ProcessingGrid);
        Assert.False(plan.IsWarped);
    }

    [Theory]
    [InlineData(500100, 4999500, 500200, 4999900, 10, 10, 10, 40)] // on cell edges: does not grow
    [InlineData(500100.000001, 4999500.000001, 500199.999999, 4999899.999999, 10, 10, 10, 40)]
    [InlineData(500101, 4999499, 500201, 4999901, 10, 9, 11, 42)] // off them: outward
    [InlineData(499000, 4000000, 500010, 6000000, 0, 0, 1, 80)] // clipped
    [InlineData(500101.000, 4999898.0, 500101.001, 4999898.001, 10, 10, 1, 1)] // smaller than a cell
    public void Plan_snaps_an_extent_outward_and_clips_it(double xMin, double yMin, double xMax, double yMax, int column, int row, int width, int height)
    {
        var plan = Plan(new GridRequest(new Extent(xMin, yMin, xMax, yMax)));

        Assert.Equal(new PixelWindow(column, row, width, height), plan.OutputWindow);
        Assert.Same(Own, plan.ProcessingGrid);
    }

    [Fact]
    public void An_extent_in_degrees_is_projected_with_its_edges()
    {
        var wgs84 = SpatialReferences.ToWkt(SpatialReference.Wgs84, "a");
        var degrees = SpatialReferences.TransformExtent(new Extent(500200, 4999400, 500800, 4999800), TestRasters.UtmWkt, wgs84)!.Value;

        var window = Plan(new GridRequest(degrees, SpatialReference.Wgs84)).OutputWindow;

        Assert.True(window.Contains(new PixelWindow(20, 20, 60, 40)));
        Assert.True(new PixelWindow(19, 19, 62, 42).Contains(window));
    }

    [Fact]
    public void An_extent_of_another_turn_is_turned_back()
    {
        var wkt = SpatialReferences.ToWkt(SpatialReference.Wgs84, "a");
        var grid = new RasterGrid(new RasterSize(360, 180), new GeoTransform(-180, 1, 0, 90, 0, -1), wkt);

        Assert.Equal(new PixelWindow(10, 80, 5, 10), Plan(new GridRequest(new Extent(190, 0, 195, 10)), grid).OutputWindow);
    }

    [Theory]
    [InlineData(600000, 4999500, 600100, 4999900)]
    [InlineData(500000, 5000000, 500100, 5000100)]
    public void An_extent_that_misses_is_told_where_the_raster_is(double xMin, double yMin, double xMax, double yMax)
    {
        var e = Assert.Throws<InvalidRequestException>(() => Plan(new GridRequest(new Extent(xMin, yMin, xMax, yMax))));

        Assert.Equal("context.extent", e.Errors[0].Field);
        Assert.Contains("500000, 4999200, 501000, 5000000", e.Message, StringComparison.Ordinal);
        Assert.Contains("UTM zone 33N", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 1, 1, 2)]
    [InlineData(double.NaN, 1, 3, 2)]
    public void An_extent_without_area_is_refused(double xMin, double yMin, double xMax, double yMax) =>
        Assert.Throws<InvalidRequestException>(() => Plan(new GridRequest(new Extent(xMin, yMin, xMax, yMax))));

    [Fact]
    public void An_extent_that_cannot_be_projected_is_refused()
    {
        var e = Assert.Throws<InvalidRequestException>(() => Plan(new GridRequest(new Extent(1e15, 1e15, 2e15, 2e15), new SpatialReference(32733, null))));

        Assert.Equal("context.extent", e.Errors[0].Field);
    }

    [Fact]
    public void A_cell_size_keeps_the_upper_left_corner_and_covers_the_input()
    {
        var plan = Plan(new GridRequest(CellSize: (30, 30)));

        Assert.True(plan.IsWarped);
        Assert.Equal(new GeoTransform(500000, 30, 0, 5000000, 0, -30), plan.ProcessingGrid.Transform);
        Assert.Equal(new RasterSize(34, 27), plan.ProcessingGrid.Size);
    }

    [Fact]
    public void A_snap_grid_of_another_phase_puts_corners_on_its_corners()
    {
        var snap = new RasterGrid(new RasterSize(1, 1), new GeoTransform(3, 10, 0, 7, 0, -10), TestRasters.UtmWkt);

        var plan = Plan(new GridRequest(SnapGrid: snap));

        Assert.True(plan.IsWarped);
        Assert.Equal(new GeoTransform(499993, 10, 0, 5000007, 0, -10), plan.ProcessingGrid.Transform);
        Assert.Equal(new RasterSize(101, 81), plan.ProcessingGrid.Size);
    }

    [Fact]
    public void A_snap_grid_of_another_system_is_refused()
    {
        var snap = Own with { Wkt = SpatialReferences.ToWkt(new SpatialReference(3857, null), "a") };

        Assert.Equal("context.snapRaster", Assert.Throws<InvalidRequestException>(() => Plan(new GridRequest(SnapGrid: snap))).Errors[0].Field);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, -1)]
    [InlineData(double.NaN, 10)]
    [InlineData(1e-9, 1e-9)]
    [InlineData(0.0005, 0.0005)]
    public void A_cell_size_that_cannot_be_is_refused(double x, double y) =>
        Assert.Equal("context.cellSize", Assert.Throws<InvalidRequestException>(() => Plan(new GridRequest(CellSize: (x, y)))).Errors[0].Field);

    [Fact]
    public void A_raster_without_system_cannot_be_projected()
    {
        var grid = Own with { Wkt = null };

        Assert.Equal("context.outSR", Assert.Throws<InvalidRequestException>(
            () => Plan(new GridRequest(OutputSpatialReference: SpatialReference.Wgs84), grid)).Errors[0].Field);
        Assert.Equal("context.extent", Assert.Throws<InvalidRequestException>(
            () => Plan(new GridRequest(new Extent(0, 0, 1, 1), SpatialReference.Wgs84), grid)).Errors[0].Field);
        Assert.Equal(new PixelWindow(10, 10, 10, 40), Plan(new GridRequest(new Extent(500100, 4999500, 500200, 4999900)), grid).OutputWindow);
    }

    [Fact]
    public void A_rotated_raster_with_an_extent_is_planned_in_its_own_pixels()
    {
        // Turned by 90 degrees: x grows with rows, y with columns.
        var grid = Own with { Transform = new GeoTransform(500000, 0, 10, 5000000, 10, 0) };

        var plan = Plan(new GridRequest(new Extent(500100, 5000200, 500150, 5000230)), grid);

        Assert.False(plan.IsWarped);
        Assert.Equal(new PixelWindow(20, 10, 3, 5), plan.OutputWindow);
    }

    [Fact]
    public void A_south_up_raster_stays_south_up()
    {
        var grid = Own with { Transform = new GeoTransform(500000, 10, 0, 4999200, 0, 10) };

        var plan = Plan(new GridRequest(new Extent(500100, 4999500, 500200, 4999900)), grid);

        Assert.Same(grid, plan.ProcessingGrid);
        Assert.Equal(new PixelWindow(10, 30, 10, 40), plan.OutputWindow);
    }

    private static GridPlan Plan(GridRequest request, RasterGrid? grid = null) => GridPlanner.Plan(
        new RasterInfo("GTiff", grid ?? Own, true, null, null, 0, false, false, 0, []), "/nowhere.tif", false, request);
}
