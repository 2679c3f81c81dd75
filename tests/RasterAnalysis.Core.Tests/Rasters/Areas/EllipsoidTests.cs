using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Core.Tests.Rasters.Areas;

public sealed class EllipsoidTests
{
    private static readonly Ellipsoid Wgs84 = new(6378137, 298.257223563);
    private static readonly Ellipsoid Sphere = new(6371000, 0);

    // square metres: 4 pi times the square of the authalic radius, 6371007.1809 m (NIMA TR8350.2)
    [Fact]
    public void The_whole_of_wgs_84_is_as_large_as_geodesists_say() =>
        Assert.Equal(510065621724088.4, Wgs84.ZoneOfRadian(0, Math.PI) * 2 * Math.PI, 1.0);

    [Fact]
    public void A_zone_of_a_sphere_is_as_wide_as_its_part_of_the_axis()
    {
        var (low, high) = (0.3, 0.7);

        Assert.Equal(6371000.0 * 6371000 * (Math.Sin(high) - Math.Sin(low)), Sphere.ZoneOfRadian((low + high) / 2, high - low), 0.1);
        Assert.Equal(6371000, Sphere.SemiMinorAxis);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.9)]
    [InlineData(-1.55)]
    public void Narrow_zones_lose_no_digits(double latitude)
    {
        // a centimetre on the ground: the difference of the formula at both ends is right to two digits of it
        const double height = 1e-9;

        Assert.Equal(1, Wgs84.ZoneOfRadian(latitude, height) / (Wgs84.AreaOfSquareRadian(latitude) * height), 1e-13);
    }

    [Fact]
    public void Zones_add_up()
    {
        const int zones = 1000;
        var height = Math.PI / zones;

        var sum = Enumerable.Range(0, zones).Sum(zone => Wgs84.ZoneOfRadian((-Math.PI / 2) + ((zone + 0.5) * height), height));

        Assert.Equal(1, sum / Wgs84.ZoneOfRadian(0, Math.PI), 1e-13);
    }

    [Theory]
    [InlineData(1.5, 0.3)]
    [InlineData(-1.5, 0.3)]
    public void Beyond_a_pole_there_is_nothing(double middle, double height)
    {
        var inside = (Math.PI / 2) - (Math.Abs(middle) - (height / 2));

        Assert.Equal(Wgs84.ZoneOfRadian((Math.PI / 2) - (inside / 2), inside), Wgs84.ZoneOfRadian(middle, height), 1e-3);
        Assert.Equal(0, Wgs84.ZoneOfRadian(Math.Sign(middle) * 1.8, 0.2), 1e-3);
    }
}
