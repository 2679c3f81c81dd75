using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Worker.Tests;

/// <summary>A network of fixed 16-pixel tiles that copies its band gives the raster, whatever the raster's size is to the tile's.</summary>
public sealed class IdentityTileTests
{
    private const int Classes = 13;

    [Theory]
    [InlineData("0")]
    [InlineData("4")]
    [InlineData("5")]
    public void Every_width_and_height_from_1_to_50_comes_back(string padding)
    {
        using var job = new LocalJob();
        var network = TinyNetworks.CopyBand(Classes, batch: padding == "5" ? 4 : null, height: 16, width: 16);
        var definition = TestPackages.Definition(TestPackages.NumberedClasses(Classes));

        // every pair once, spread over the three paddings
        for (var n = int.Parse(padding, System.Globalization.CultureInfo.InvariantCulture) % 3; n < 2500; n += 3)
        {
            var (width, height) = ((n % 50) + 1, (n / 50) + 1);
            var output = job.Classify(
                TiffFile.Byte(width, height, 1, (_, row, column) => (byte)Value(row, column)), definition, network, new() { ["padding"] = padding });

            Pixels.AssertEvery(output, width, height, (row, column) => Value(row, column));
        }
    }

    private static int Value(int row, int column) => (int)(((uint)((row * 7919) ^ (column * 104729)) * 2654435761u) >> 20) % Classes;
}
