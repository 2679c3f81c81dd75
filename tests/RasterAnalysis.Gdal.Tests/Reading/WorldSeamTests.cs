using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Reading;

// Rasters across the antimeridian. Expected extents are those of the projections' own formulas.
public sealed class WorldSeamTests : IDisposable
{
    private const double Radius = 6378137;
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(179, 181)]
    [InlineData(-181, -179)]
    [InlineData(100, 290)]
    public void Web_Mercator_goes_on_past_its_edge(double west, double east)
    {
        var path = Degrees(west, east);

        var plan = Plan(path, 3857);

        var extent = plan.ProcessingGrid.Transform.ExtentOf(plan.ProcessingGrid.Size);
        var (expectedWest, expectedEast) = west < -180 ? (west + 360, east + 360) : (west, east);
        Assert.Equal(Radius * expectedWest * Math.PI / 180, extent.XMin, 1);
        Assert.Equal(Radius * expectedEast * Math.PI / 180, extent.XMax, plan.ProcessingGrid.Transform.PixelWidth);
        Assert.InRange(plan.ProcessingGrid.Size.Width, 150, 300);
        Assert.Equal(1, ShareOfPixels(path, plan), 0.02);
    }

    [Fact]
    public void Longitudes_go_on_past_180()
    {
        // a zone 1 that begins before 180°: its middle meridian is 177° west, 333,585 m of easting is about 180° at 10° north
        var size = new RasterSize(200, 100);
        var wkt = SpatialReferences.ToWkt(new SpatialReference(32601, null), "test");
        var path = TestRasters.Create(
            _folder.File("utm.tif"), size, PixelType.U8, TestRasters.Ramp((int)size.PixelCount).Select(v => (v % 200) + 1).ToArray(),
            new RasterGrid(size, new GeoTransform(161071, 100, 0, 1106908, 0, -100), wkt));

        var plan = Plan(path, 4326);

        var extent = plan.ProcessingGrid.Transform.ExtentOf(plan.ProcessingGrid.Size);
        Assert.InRange(extent.XMin, 179.8, 179.95);
        Assert.InRange(extent.XMax, 180.05, 180.2);
        Assert.InRange(extent.Width, 0.18, 0.19);
        Assert.InRange(ShareOfPixels(path, plan), 0.95, 1);
    }

    [Fact]
    public void A_system_that_cannot_go_on_is_refused_with_what_can()
    {
        // Robinson around Greenwich: its sides are curves
        var e = Assert.Throws<InvalidRequestException>(() => Plan(Degrees(179, 181), 54030));

        Assert.Equal("context.outSR", e.Errors[0].Field);
        Assert.Contains("torn", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-180, 180, 3857)]
    [InlineData(0, 360, 3857)]
    [InlineData(170, 180, 3857)]
    [InlineData(10, 12, 32633)]
    public void Other_rasters_keep_the_system_that_was_asked_for(double west, double east, int wkid)
    {
        var plan = Plan(Degrees(west, east), wkid);

        Assert.Equal(wkid, SpatialReferences.WkidOf(plan.ProcessingGrid.Wkt!));
    }

    private static GridPlan Plan(string path, int wkid) => GridPlanner.Plan(
        RasterDescriber.Describe(path, true), path, true, new GridRequest(OutputSpatialReference: new SpatialReference(wkid, null)));

    private static double ShareOfPixels(string path, GridPlan plan)
    {
        using var reader = RasterOpener.Open(new RasterReadSpec(path, true, [1], plan.ProcessingGrid));
        var (_, validity) = TestRasters.ReadAll(reader);
        return validity.Average(valid => (double)valid);
    }

    private string Degrees(double west, double east)
    {
        var size = new RasterSize(200, 100);
        var wkt = SpatialReferences.ToWkt(new SpatialReference(4326, null), "test");
        return TestRasters.Create(
            _folder.File("degrees.tif"), size, PixelType.U8, TestRasters.Ramp((int)size.PixelCount).Select(v => (v % 200) + 1).ToArray(),
            new RasterGrid(size, new GeoTransform(west, (east - west) / 200, 0, 11, 0, -0.01), wkt));
    }
}
