using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Packages;

/// <summary>A network that returns only the centre of its tile, as an old exporter wrote it.</summary>
public sealed class CentreOnlyNetworkTests(SharedService service)
{
    [Theory]
    [InlineData(300, 410)]
    [InlineData(128, 128)]
    [InlineData(17, 600)]
    public async Task Each_pixel_gets_the_class_of_its_own_place(int width, int height)
    {
        (long, string, int[])[] classes =
            [(1, "Red", [255, 0, 0]), (2, "Green", [0, 255, 0]), (3, "Blue", [0, 0, 255]), (4, "Infrared", [255, 0, 255]), (5, "Grey", [128, 128, 128]), (6, "Dark", [20, 20, 20])];
        var definition = TestPackages.Definition(
            classes, ("ImageHeight", 256), ("ImageWidth", 256), ("ModelPadding", 64), ("ExtractBands", new System.Text.Json.Nodes.JsonArray(0, 1, 2, 3)), ("BatchSize", 1));

        var (_, raster) = await service.Client.ClassifyAsync(
            TiffFile.Byte(width, height, 4, Sample), TestPackages.Package(definition, TinyNetworks.CentreCrop256To128(constant: 40)));

        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                Assert.True(raster.At(row, column) == Brightest(row, column), $"({row}, {column}) is {raster.At(row, column)}, not {Brightest(row, column)}");
            }
        }

        Assert.Equal(((0, 255, 0), (20, 20, 20)), (raster.ColorOf(2), raster.ColorOf(6)));
    }

    private static byte Sample(int band, int row, int column) => (byte)(((row * (band + 3) * 13) + (column * (band + 2) * 7) + (row * column)) % 97);

    // ties go to the lowest channel
    private static uint Brightest(int row, int column)
    {
        double[] bands = [.. Enumerable.Range(0, 4).Select(band => (double)Sample(band, row, column))];
        double[] scores = [.. bands, bands.Sum() / 4, 40];
        return (uint)Array.IndexOf(scores, scores.Max()) + 1;
    }
}
