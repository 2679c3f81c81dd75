using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Pixels;

/// <summary>Each pixel of the result equals plain arithmetic on the input, whatever the size of the raster is to that of the tiles.</summary>
public sealed class EveryPixelTests(SharedService service)
{
    private const int Classes = 16;

    public static TheoryData<int, int> Sizes => new() { { 1, 1 }, { 7, 5 }, { 255, 257 }, { 513, 1025 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Copying_a_band_gives_the_band(int width, int height)
    {
        var (_, raster) = await service.Client.ClassifyAsync(
            TiffFile.Byte(width, height, 1, Sample), Package(TinyNetworks.CopyBand(Classes), Classes));

        AssertEvery(width, height, raster, Value);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task A_sum_of_ones_over_3x3_gives_the_rounded_mean(int width, int height)
    {
        var (_, raster) = await service.Client.ClassifyAsync(
            TiffFile.Byte(width, height, 1, Sample), Package(TinyNetworks.BoxSum3x3(Classes, 9), Classes));

        // beyond its edges the raster is mirrored without repeating the edge pixel; a raster of one pixel has only that
        AssertEvery(width, height, raster, (row, column) =>
        {
            var sum = 0;
            for (var i = -1; i <= 1; i++)
            {
                for (var j = -1; j <= 1; j++)
                {
                    sum += Value(Mirrored.Index(row + i, height), Mirrored.Index(column + j, width));
                }
            }

            return (int)Math.Round(sum / 9.0);
        });
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Two_classes_by_threshold_give_the_comparison(int width, int height)
    {
        var (_, raster) = await service.Client.ClassifyAsync(
            TiffFile.Byte(width, height, 1, Sample), Package(TinyNetworks.TwoClassesByThreshold(6.5f), 2));

        AssertEvery(width, height, raster, (row, column) => Value(row, column) > 6.5 ? 1 : 0);
    }

    private static byte[] Package(byte[] network, int classes) =>
        TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(classes)), network);

    private static byte Sample(int band, int row, int column) => (byte)Value(row, column);

    // scattered, so that a shift by any pixel, row or tile shows
    private static int Value(int row, int column) => (int)(((uint)((row * 7919) ^ (column * 104729)) * 2654435761u) >> 28);

    private static void AssertEvery(int width, int height, CogFile raster, Func<int, int, int> expected)
    {
        Assert.Equal((width, height), (raster.Levels[0].Width, raster.Levels[0].Height));
        Assert.Null(raster.FirstDifference((row, column) => (uint)expected(row, column)));
    }
}
