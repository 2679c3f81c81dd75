using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Reading;

// Expected places are those of the spherical Mercator's own formulas.
public sealed class WktRoundTripTests
{
    private const double Radius = 6378137;

    [Theory]
    [InlineData("WGS_1984_Web_Mercator_Auxiliary_Sphere", -150)]
    [InlineData("WGS_1984_Web_Mercator_Auxiliary_Sphere", 180)]
    [InlineData("WGS_1984_Web_Mercator_Auxiliary_Sphere", 0)]
    [InlineData("Pacific", -150)]
    public void A_Web_Mercator_keeps_its_meridian(string name, double meridian)
    {
        var wkt = SpatialReferences.ToWkt(new SpatialReference(null, Esri(name, meridian)), "imageSR");

        double[] x = [meridian + 10];
        double[] y = [20];
        Assert.True(SpatialReferences.TryTransform(SpatialReferences.Wgs84, wkt, x, y));
        Assert.Equal(Radius * 10 * Math.PI / 180, x[0], 1e-6);
        Assert.Equal(Radius * Math.Log(Math.Tan(Math.PI * ((20.0 / 360) + 0.25))), y[0], 1e-6);
    }

    [Theory]
    [InlineData(3857)]
    [InlineData(4326)]
    [InlineData(32633)]
    [InlineData(2056)]
    [InlineData(27700)]
    [InlineData(5070)]
    [InlineData(3031)]
    [InlineData(102008)]
    [InlineData(54030)]
    public void Common_systems_keep_their_names(int wkid)
    {
        var wkt = SpatialReferences.ToWkt(new SpatialReference(wkid, null), "imageSR");

        Assert.DoesNotContain("own parameters", wkt, StringComparison.Ordinal);
        Assert.Equal(wkid, SpatialReferences.WkidOf(wkt));
    }

    public static string Esri(string name, double meridian) =>
        $"PROJCS[\"{name}\",GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],"
        + $"PROJECTION[\"Mercator_Auxiliary_Sphere\"],PARAMETER[\"False_Easting\",0.0],PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",{meridian:F1}],"
        + "PARAMETER[\"Standard_Parallel_1\",0.0],PARAMETER[\"Auxiliary_Sphere_Type\",0.0],UNIT[\"Meter\",1.0]]";
}
