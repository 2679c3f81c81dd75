using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Core.Tests.Tools.ClassifyPixels;

public sealed class ClassifiedRasterProfileTests
{
    public static TheoryData<long[], PixelType, long> Profiles => new()
    {
        { [0, 1, 2], PixelType.U8, 255 },
        { [11, 41, 95], PixelType.U8, 255 },
        { [254, 255], PixelType.U8, 253 },
        { [.. Enumerable.Range(1, 255).Select(i => (long)i)], PixelType.U16, 65535 }, // 0 is no NoData
        { [.. Enumerable.Range(0, 300).Select(i => (long)i)], PixelType.U16, 65535 },
        { [256], PixelType.U16, 65535 },
        { [65535], PixelType.U16, 65534 },
        { [70000], PixelType.U32, 4294967295 },
        { [-1, 5], PixelType.S16, -32768 },
        { [-32768, 5], PixelType.S16, -32767 },
        { [-40000], PixelType.S32, -2147483648 },
    };

    [Theory]
    [MemberData(nameof(Profiles))]
    public void For_takes_the_smallest_type_with_a_free_NoData(long[] values, PixelType type, long noData)
    {
        var profile = ClassifiedRasterProfile.For([.. values.Select(v => new ClassDefinition(v, "", default))]);

        Assert.Equal((type, noData), (profile.PixelType, profile.NoData));
        Assert.DoesNotContain(noData, values);
    }

    [Fact]
    public void For_values_of_more_than_32_bits_is_refused() =>
        Assert.Throws<ModelPackageException>(() => ClassifiedRasterProfile.For([new ClassDefinition(-5, "", default), new ClassDefinition(4_000_000_000, "", default)]));
}
