using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Reading;

public sealed class RasterDescriberTests
{
    [Theory]
    [InlineData("L7_ETMs.tif", 349, 352, 6, PixelType.U8, 31985)]
    [InlineData("m_3607824_se_17_1_20160620_subset.tif", 300, 300, 4, PixelType.U8, 26917)]
    [InlineData("RGBA.uint16.tif", 634, 411, 4, PixelType.U16, 32612)]
    [InlineData("cog_scale_epsg4326.tif", 287, 229, 2, PixelType.S16, 4326)]
    [InlineData("inverted_lat.tif", 720, 360, 1, PixelType.F32, 4326)]
    [InlineData("cog_cmap.tif", 7168, 8704, 1, PixelType.U8, 3857)]
    public void Describe_of_a_real_raster_says_size_type_and_system(string name, int width, int height, int bands, PixelType type, int wkid)
    {
        var info = RasterDescriber.Describe(SharedData.Raster(name), isTrusted: false);

        Assert.Equal(new RasterSize(width, height), info.Grid.Size);
        Assert.Equal(bands, info.Bands.Count);
        Assert.Equal(type, info.Bands[0].PixelType);
        Assert.Equal(wkid, info.Wkid);
        Assert.True(info.IsGeoreferenced);
    }

    [Fact]
    public void Describe_of_ground_control_points_only_has_a_bare_pixel_grid()
    {
        var info = RasterDescriber.Describe(SharedData.Raster("cog_gcps.tif"), isTrusted: false);

        Assert.False(info.IsGeoreferenced);
        Assert.Equal(GeoTransform.Identity, info.Grid.Transform);
        Assert.Null(info.Grid.Wkt);
        Assert.Equal(4326, info.Wkid);
        Assert.True(info.GroundControlPoints > 10);
    }

    [Fact]
    public void Describe_of_a_rotated_raster_without_system_keeps_the_six_numbers()
    {
        var info = RasterDescriber.Describe(SharedData.Raster("rotated.tif"), isTrusted: false);

        Assert.Equal(new GeoTransform(100, 17.320508075688775, 4.999999999999999, 200, 9.999999999999998, -8.660254037844387), info.Grid.Transform);
        Assert.Null(info.SpatialReferenceName);
        Assert.Null(info.Wkid);
    }

    [Fact]
    public void Describe_says_mask_palette_and_overviews()
    {
        Assert.True(RasterDescriber.Describe(SharedData.Raster("cog_rgb_mask.tif"), isTrusted: false).HasMask);
        Assert.True(RasterDescriber.Describe(SharedData.Raster("RGBA.uint16.tif"), isTrusted: false).HasMask);
        var classes = RasterDescriber.Describe(SharedData.Raster("cog_cmap.tif"), isTrusted: false);
        Assert.True(classes.HasColorTable);
        Assert.Equal(4, classes.OverviewCount);
        Assert.False(classes.HasMask);
        Assert.Equal(0, classes.Bands[0].NoData);
    }

    [Fact]
    public void Describe_gives_stored_statistics_and_computes_none()
    {
        var stored = RasterDescriber.Describe(SharedData.Raster("RGB.byte.tif"), isTrusted: false).Bands[0].Statistics;
        Assert.NotNull(stored);
        Assert.Equal(29.948, stored.Mean, 3);
        Assert.Null(RasterDescriber.Describe(SharedData.Raster("inverted_lat.tif"), isTrusted: false).Bands[0].Statistics);
    }

    [Fact]
    public void Describe_of_what_is_no_raster_throws()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("a.tif"), "not a raster");

        var e = Assert.Throws<GdalException>(() => RasterDescriber.Describe(folder.File("a.tif"), isTrusted: false));

        Assert.Contains("a.tif", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Path, e.Message, StringComparison.Ordinal);
    }
}
