using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Reading;

/// <summary>Masks and extents that reach much further than the raster's projection is good for.</summary>
public sealed class RasterSurroundingsTests
{
    // zone 33 north: about 15 degrees east, 45 north
    private static readonly RasterGrid Grid = new(new RasterSize(100, 80), TestRasters.Utm, SpatialReferences.ToWkt(new SpatialReference(32633, null), "test"));

    [Theory]
    [InlineData(-180, -90, 180, 90)]
    [InlineData(-120, -60, 60, 60)]
    [InlineData(0, 0, 40, 85)]
    [InlineData(-359, -10, 200, 80)] // longitudes of another turn
    public void A_polygon_around_the_raster_holds_every_pixel_of_it(double west, double south, double east, double north)
    {
        var spec = MaskPlanner.Plan(Mask(west, south, east, north), Grid);

        Assert.All(Pixels(), pixel => Assert.True(IsInside(spec, pixel), $"{pixel}"));
    }

    [Theory]
    [InlineData(-170, -56, -34, 72)]
    [InlineData(-82, -56, -34, 13)]
    [InlineData(100, -80, 179, 80)]
    public void A_polygon_elsewhere_is_refused(double west, double south, double east, double north)
    {
        var fault = Assert.Throws<InvalidRequestException>(() => MaskPlanner.Plan(Mask(west, south, east, north), Grid));

        Assert.Equal("context.mask", Assert.Single(fault.Errors).Field);
        Assert.Contains("touches", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_polygon_through_the_raster_parts_it_where_the_meridian_runs()
    {
        // the central meridian of the zone is the column at which x is 500,000
        var spec = MaskPlanner.Plan(Mask(15, -80, 170, 84), Grid);
        var (column, _) = Grid.Transform.Invert(500_000, 0);

        Assert.All(Pixels(), pixel => Assert.Equal(pixel.Column + 0.5 > column, IsInside(spec, pixel)));
    }

    [Fact]
    public void A_hole_stays_one()
    {
        double[] outer = [-180, -90, 180, -90, 180, 90, -180, 90];
        double[] inner = [10, 40, 20, 40, 20, 50, 10, 50];
        var mask = new MaskPolygons([[outer, inner]], new SpatialReference(4326, null));

        Assert.All(Pixels(), pixel => Assert.False(IsInside(MaskPlanner.Plan(mask, Grid), pixel)));
    }

    [Theory]
    [InlineData(-180, -90, 180, 90, true)]
    [InlineData(180, -90, 540, 90, true)]
    [InlineData(-180, -90, 0, 90, false)]
    [InlineData(-82, -56, -34, 13, false)]
    public void An_extent_of_continents_holds_the_raster_or_misses_it(double west, double south, double east, double north, bool holds)
    {
        var wkt = SpatialReferences.ToWkt(new SpatialReference(4326, null), "test");
        PixelWindow Window() => ExtentWindow.On(Grid, new Extent(west, south, east, north), wkt, 1e-6);

        if (holds)
        {
            Assert.Equal(PixelWindow.Whole(Grid.Size), Window());
        }
        else
        {
            Assert.Contains("does not touch", Assert.Throws<InvalidRequestException>(() => Window()).Message, StringComparison.Ordinal);
        }
    }

    private static MaskPolygons Mask(double west, double south, double east, double north) =>
        new([[[west, south, east, south, east, north, west, north]]], new SpatialReference(4326, null));

    private static IEnumerable<(int Column, int Row)> Pixels() =>
        from row in Enumerable.Range(0, Grid.Size.Height) from column in Enumerable.Range(0, Grid.Size.Width) where (row + column) % 7 == 0 select (column, row);

    /// <summary>Even and odd, on the pixel's centre.</summary>
    private static bool IsInside(MaskSpec spec, (int Column, int Row) pixel)
    {
        var (x, y) = (pixel.Column + 0.5, pixel.Row + 0.5);
        return spec.Polygons!.Any(polygon => polygon.Sum(ring => Enumerable.Range(0, ring.Count / 2).Count(i =>
        {
            var (x0, y0) = (ring[2 * i], ring[(2 * i) + 1]);
            var (x1, y1) = (ring[((2 * i) + 2) % ring.Count], ring[((2 * i) + 3) % ring.Count]);
            return y0 > y != y1 > y && x < x0 + ((y - y0) / (y1 - y0) * (x1 - x0));
        })) % 2 == 1);
    }
}
