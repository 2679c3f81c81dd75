using System.Runtime.InteropServices;
using System.Text;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Rendering;

// Formats that hold values: sample types, NoData, and the bytes of BIP, BSQ and LERC.
public sealed class ValueFormatTests : IDisposable
{
    private static readonly RasterSize Size = new(3, 2);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void BIP_and_BSQ_are_values_and_then_a_bit_for_each_pixel()
    {
        var path = Two(PixelType.S16, [1, 2, -3, 4, 5, 6, 10, 20, 30, 40, 50, 60], noData: -3);

        var bsq = Rendered.Image(path, Rendered.Whole(Size, RenderFormat.Bsq)).Content;
        var bip = Rendered.Image(path, Rendered.Whole(Size, RenderFormat.Bip)).Content;

        // -3 is none in the first band, but the second has a value there; it is written as the NoData value
        Assert.Equal([1, 2, -3, 4, 5, 6, 10, 20, 30, 40, 50, 60], MemoryMarshal.Cast<byte, short>(bsq.AsSpan(0, 24)).ToArray());
        Assert.Equal([1, 10, 2, 20, -3, 30, 4, 40, 5, 50, 6, 60], MemoryMarshal.Cast<byte, short>(bip.AsSpan(0, 24)).ToArray());
        Assert.Equal([0b11111100], bsq[24..]);
        Assert.Equal([0b11111100], bip[24..]);
    }

    [Fact]
    public void Holes_in_all_bands_are_no_pixels_of_BSQ()
    {
        var path = One(PixelType.U8, [1, 0, 3, 0, 5, 6], noData: 0);
        var bytes = Rendered.Image(path, Rendered.Whole(Size, RenderFormat.Bsq)).Content;
        Assert.Equal([1, 0, 3, 0, 5, 6, 0b10101100], bytes);
    }

    [Theory]
    [InlineData(PixelType.U8, new double[] { 0, 0, 2, 200, 255, 255 })]
    [InlineData(PixelType.S16, new double[] { -32768, -1, 2, 200, 300, 32767 })]
    [InlineData(PixelType.U32, new double[] { 0, 0, 2, 200, 300, 40000 })]
    [InlineData(PixelType.F32, new double[] { -40000, -1.25f, 1.5f, 200, 300, 40000 })]
    [InlineData(PixelType.F64, new double[] { -40000, -1.25, 1.5, 200, 300, 40000 })]
    public void TIFF_of_another_type_is_rounded_and_limited(PixelType type, double[] expected)
    {
        var path = One(PixelType.F64, [-40000, -1.25, 1.5, 200, 300, 40000]);
        var file = Save(Rendered.Image(path, Rendered.Whole(Size, RenderFormat.Tiff) with { PixelType = type }));

        Assert.Equal(type, RasterDescriber.Describe(file, isTrusted: false).Bands[0].PixelType);
        Assert.Equal(expected, TestRasters.ReadBand(file));
    }

    [Theory]
    [InlineData(false, new double[] { 7, 7, 3, 4, 5, 7 }, new double[] { 7, 7, 30, 40, 50, 7 })]
    [InlineData(true, new double[] { 1, 7, 3, 4, 5, 6 }, new double[] { 7, 7, 30, 40, 50, 60 })]
    public void NoData_matches_any_or_all_bands(bool matchAll, double[] first, double[] second)
    {
        // pixel 0 has the value in band 2 only, pixel 1 in both, pixel 5 in one of them by its own value
        var path = Two(PixelType.U8, [1, 7, 3, 4, 5, 6, 7, 7, 30, 40, 50, 60]);
        var request = Rendered.Whole(Size, RenderFormat.Tiff) with { NoData = new NoDataRule([7], matchAll) };
        var file = Save(Rendered.Image(path, matchAll ? request : request with { NoData = new NoDataRule([7, 7], false) }));

        var info = RasterDescriber.Describe(file, isTrusted: false);
        Assert.Equal([7.0, 7.0], info.Bands.Select(band => band.NoData!.Value));
        var (firstExpected, secondExpected) = matchAll ? (first, second) : ([7, 7, 3, 4, 5, 6], [7, 7, 30, 40, 50, 60]);
        Assert.Equal(firstExpected, TestRasters.ReadBand(file));
        Assert.Equal(secondExpected, TestRasters.ReadBand(file, 2));
    }

    [Fact]
    public void NoData_of_the_client_is_written_outside_the_raster()
    {
        var path = One(PixelType.U8, [1, 2, 3, 4, 5, 6]);
        var request = new RenderRequest(new Extent(499990, 4999990, 500030, 5000000), null, new RasterSize(4, 1), RenderFormat.Tiff) { NoData = new NoDataRule([99], false) };
        Assert.Equal([99, 1, 2, 3], TestRasters.ReadBand(Save(Rendered.Image(path, request))));
    }

    [Theory]
    [InlineData(PixelType.U8)]
    [InlineData(PixelType.U16)]
    [InlineData(PixelType.S16)]
    [InlineData(PixelType.U32)]
    [InlineData(PixelType.S32)]
    [InlineData(PixelType.F32)]
    [InlineData(PixelType.F64)]
    public void LERC_without_holes_has_type_and_values(PixelType type)
    {
        var path = One(type, [1, 2, 3, 100, 250, 6]);
        var image = Rendered.Image(path, Rendered.Whole(Size, RenderFormat.Lerc));

        Assert.Equal("Lerc2 ", Encoding.ASCII.GetString(image.Content, 0, 6));
        var decoded = LercFile.Decode(image.Content);
        Assert.Equal(type, decoded.Type);
        Assert.Equal([[1, 2, 3, 100, 250, 6]], decoded.Bands);
        Assert.Equal([1, 1, 1, 1, 1, 1], decoded.Validity);
    }

    [Theory]
    [InlineData(PixelType.U8, PixelType.U8)]
    [InlineData(PixelType.U16, PixelType.F32)]
    [InlineData(PixelType.S16, PixelType.F32)]
    [InlineData(PixelType.S32, PixelType.F64)]
    [InlineData(PixelType.F32, PixelType.F32)]
    [InlineData(PixelType.F64, PixelType.F64)]
    public void LERC_with_holes_has_a_mask_and_every_value(PixelType type, PixelType expected)
    {
        var path = Two(type, [1, 9, 3, 100, 250, 9, 11, 9, 13, 14, 15, 9], noData: 9);

        var decoded = LercFile.Decode(Rendered.Image(path, Rendered.Whole(Size, RenderFormat.Lerc)).Content);

        Assert.Equal(expected, decoded.Type);
        Assert.Equal([1, 0, 1, 1, 1, 0], decoded.Validity);
        Assert.Equal([[1, 0, 3, 100, 250, 0], [11, 0, 13, 14, 15, 0]], decoded.Bands);
    }

    [Theory]
    [InlineData(PixelType.U8)]
    [InlineData(PixelType.S16)]
    [InlineData(PixelType.F32)]
    public void LERC_of_nothing_is_all_holes(PixelType type)
    {
        var path = One(type, [1, 2, 3, 4, 5, 6]);
        var request = new RenderRequest(new Extent(0, 0, 30, 20), null, Size, RenderFormat.Lerc);
        Assert.Equal([0, 0, 0, 0, 0, 0], LercFile.Decode(Rendered.Image(path, request).Content).Validity);
    }

    [Fact]
    public void The_tolerance_of_LERC_bounds_the_error()
    {
        var random = new Random(3);
        double[] values = [.. Enumerable.Range(0, 64 * 64).Select(_ => (double)(float)(random.NextDouble() * 1000))];
        var size = new RasterSize(64, 64);
        var path = TestRasters.Create(_folder.File("a.tif"), size, PixelType.F32, values);

        var exact = Rendered.Image(path, Rendered.Whole(size, RenderFormat.Lerc));
        var loose = Rendered.Image(path, Rendered.Whole(size, RenderFormat.Lerc) with { Tolerance = 0.5 });

        Assert.Equal(values, LercFile.Decode(exact.Content).Bands[0]);
        Assert.True(loose.Content.Length < exact.Content.Length / 2);
        Assert.All(LercFile.Decode(loose.Content).Bands[0].Zip(values), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 0.5));
    }

    [Fact]
    public void Values_that_would_fill_the_memory_are_refused()
    {
        var path = One(PixelType.F64, [1, 2, 3, 4, 5, 6]);
        var request = Rendered.Whole(Size, RenderFormat.Bsq, shown: new RasterSize(15000, 4100)) with { Bands = [1, 1] };
        Assert.Equal("size", Assert.Throws<InvalidRequestException>(() => Rendered.Image(path, request)).Errors[0].Field);
    }

    private string One(PixelType type, double[] values, double? noData = null) => Two(type, values, noData);

    private string Two(PixelType type, double[] values, double? noData = null) => TestRasters.Create(
        _folder.File($"{Guid.NewGuid():N}.tif"), Size, type, values, change: dataset =>
        {
            foreach (var band in dataset.Bands)
            {
                if (noData is not null)
                {
                    band.SetNoData(noData.Value);
                }
            }
        });

    private string Save(RenderedImage image)
    {
        var file = _folder.File($"{Guid.NewGuid():N}.tif");
        File.WriteAllBytes(file, image.Content);
        return file;
    }
}
