using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Results;

/// <summary>Overviews of classes: the most frequent one, never a mixture.</summary>
public sealed class OverviewTests(SharedService service)
{
    private static readonly (long, string, int[])[] Classes = [(11, "Water", [0, 0, 255]), (41, "Forest", [0, 255, 0]), (95, "Wetland", [255, 0, 0])];
    private static readonly uint[] Values = [11, 41, 95];

    [Fact]
    public async Task An_overview_pixel_is_the_most_frequent_class_below_it()
    {
        const int Size = 1024;

        // three pixels of each 2×2 are alike, the fourth is another class
        var (_, raster) = await service.Client.ClassifyAsync(
            TiffFile.Byte(Size, Size, 1, (_, row, column) => (byte)((Block(row / 2, column / 2) + (row % 2 * (column % 2))) % 3)),
            TestPackages.Package(TestPackages.Definition(Classes), TinyNetworks.CopyBand(3)));

        Assert.Empty(raster.LayoutFaults());
        Assert.Equal([(1024, 1024), (512, 512)], raster.Levels.Select(level => (level.Width, level.Height)));
        Assert.Equal(
            Enumerable.Range(0, 512).SelectMany(row => Enumerable.Range(0, 512).Select(column => Values[Block(row, column)])), raster.Levels[1].Pixels);
    }

    [Fact]
    public async Task No_overview_holds_a_value_that_the_raster_does_not()
    {
        var (_, raster) = await service.Client.ClassifyAsync(
            TiffFile.Byte(1301, 2111, 1, (_, row, column) => (byte)(Block(row, column) + (row < 900 && column > 700 ? 9 : 0)), noData: 9),
            TestPackages.Package(TestPackages.Definition(Classes), TinyNetworks.CopyBand(3)));

        Assert.Empty(raster.LayoutFaults());
        Assert.True(raster.Levels.Count > 2);
        Assert.All(raster.Levels, level => Assert.Subset(new HashSet<uint>([11, 41, 95, 255]), level.Pixels.ToHashSet()));
    }

    private static int Block(int row, int column) => (int)(((uint)((row * 7919) ^ (column * 104729)) * 2654435761u) >> 16) % 3;
}
