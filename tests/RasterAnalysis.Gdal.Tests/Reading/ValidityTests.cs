using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Rasters;
using Xunit;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Tests.Reading;

// Every way in which a raster says "no pixel", read as it is and projected onto its own grid.
public sealed class ValidityTests : IDisposable
{
    private static readonly RasterSize Size = new(4, 1);
    private static readonly RasterGrid Grid = new(Size, TestRasters.Utm, TestRasters.UtmWkt);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(PixelType.U8)]
    [InlineData(PixelType.S16)]
    [InlineData(PixelType.S32)]
    [InlineData(PixelType.F32)]
    [InlineData(PixelType.F64)]
    public void NoData_value_is_invalid_and_zero(PixelType type)
    {
        var path = Create(type, [10, 7, 12, 13], dataset => dataset.Band(1).SetNoData(7));

        AssertReads(path, [1], [10, 0, 12, 13], [1, 0, 1, 1]);
    }

    [Fact]
    public void NoData_value_of_one_band_leaves_the_other_bands_pixel()
    {
        var path = Create(PixelType.U8, [10, 7, 7, 13, 7, 7, 22, 23], dataset =>
        {
            dataset.Band(1).SetNoData(7);
            dataset.Band(2).SetNoData(7);
        });

        AssertReads(path, [1, 2], [10, 0, 0, 13, 0, 0, 22, 23], [1, 0, 1, 1]);
    }

    [Fact]
    public void NoData_value_of_wide_integers_is_compared_exactly()
    {
        // As float32 both are 2147483648.
        var path = Create(PixelType.S32, [-2147483648, -2147483647, 5, 6], dataset => dataset.Band(1).SetNoData(-2147483648));

        // Only as it is: GDAL's warper compares with a tolerance.
        var (pixels, validity) = TestRasters.ReadAll(path, 1);
        Assert.Equal([0, -2147483648f, 5, 6], pixels);
        Assert.Equal([0, 1, 1, 1], validity);
    }

    [Fact]
    public void Samples_that_are_not_finite_are_invalid_and_zero()
    {
        var path = Create(PixelType.F32, [double.NaN, double.PositiveInfinity, 3, double.NegativeInfinity]);

        AssertReads(path, [1], [0, 0, 3, 0], [0, 0, 1, 0]);
    }

    [Fact]
    public void NaN_as_NoData_value_is_invalid()
    {
        var path = Create(PixelType.F64, [double.NaN, 2, 3, 4], dataset => dataset.Band(1).SetNoData(double.NaN));

        AssertReads(path, [1], [0, 2, 3, 4], [0, 1, 1, 1]);
    }

    [Fact]
    public void Mask_band_is_invalid_and_zero_in_all_bands()
    {
        var path = Create(PixelType.U8, [10, 11, 12, 13, 20, 21, 22, 23], dataset => WriteMask(dataset, [255, 0, 255, 0]));

        AssertReads(path, [1, 2], [10, 0, 12, 0, 20, 0, 22, 0], [1, 0, 1, 0]);
    }

    [Fact]
    public void Alpha_band_is_a_mask_of_the_others()
    {
        var path = Create(PixelType.U8, [10, 11, 12, 13, 255, 0, 128, 1], MarkAlpha);

        AssertReads(path, [1], [10, 0, 12, 13], [1, 0, 1, 1]);
    }

    [Fact]
    public void Alpha_band_of_sixteen_bits_is_a_mask()
    {
        var path = Create(PixelType.U16, [1000, 1100, 1200, 1300, 65535, 0, 300, 1], MarkAlpha);

        AssertReads(path, [1], [1000, 0, 1200, 1300], [1, 0, 1, 1]);
    }

    [Fact]
    public void Alpha_band_that_is_read_itself_is_near_infrared_and_no_mask()
    {
        var path = Create(PixelType.U8, [10, 11, 12, 13, 255, 0, 128, 1], MarkAlpha);

        AssertReads(path, [1, 2], [10, 11, 12, 13, 255, 0, 128, 1], [1, 1, 1, 1]);
    }

    [Fact]
    public void Alpha_band_and_NoData_value_both_hold()
    {
        var path = Create(PixelType.U8, [10, 7, 12, 13, 255, 255, 255, 0], dataset =>
        {
            MarkAlpha(dataset);
            dataset.Band(1).SetNoData(7);
        });

        AssertReads(path, [1], [10, 0, 12, 0], [1, 0, 1, 0]);
    }

    [Fact]
    public void Mask_band_and_NoData_value_both_hold()
    {
        var path = Create(PixelType.U8, [10, 7, 12, 13], dataset =>
        {
            WriteMask(dataset, [255, 255, 255, 0]);
            dataset.Band(1).SetNoData(7);
        });

        AssertReads(path, [1], [10, 0, 12, 0], [1, 0, 1, 0]);
    }

    [Fact]
    public void Scale_and_offset_are_not_applied()
    {
        var path = SharedData.Raster("cog_scale_epsg4326.tif");
        var info = RasterDescriber.Describe(path, isTrusted: false);
        var stored = TestRasters.ReadBand(path);

        var (pixels, _) = TestRasters.ReadAll(path, 1);

        Assert.Equal((0.0001, 1000), (info.Bands[0].Scale, info.Bands[0].Offset));
        Assert.Equal(stored.Select(value => (float)value), pixels);
    }

    private static void MarkAlpha(GdalDataset dataset) =>
        Assert.Equal(0, LibGdal.GDALSetRasterColorInterpretation(dataset.Band(dataset.BandCount).Handle, GCI_AlphaBand));

    private static void WriteMask(GdalDataset dataset, byte[] mask)
    {
        Assert.Equal(0, LibGdal.GDALCreateMaskBand(dataset.Band(1).Handle, GMF_PER_DATASET));
        TestRasters.WriteBytes(dataset.Band(1).GetMask(), Size, mask);
    }

    private static void AssertReads(string path, int[] bands, float[] pixels, byte[] validity)
    {
        foreach (var warpTo in new[] { null, Grid })
        {
            using var reader = RasterOpener.Open(new RasterReadSpec(path, false, bands, warpTo));
            var read = TestRasters.ReadAll(reader);
            Assert.Equal(pixels, read.Pixels);
            Assert.Equal(validity, read.Validity);
        }
    }

    private string Create(PixelType type, double[] values, Action<GdalDataset>? change = null) =>
        TestRasters.Create(_folder.File("a.tif"), Size, type, values, change: change);
}
