using CsCheck;
using RasterAnalysis.Core.Tests.Fakes;
using RasterAnalysis.Inference;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Core.Tests.Inference;

public sealed class MirroredWindowReaderTests
{
    [Fact]
    public void Read_mirrors_about_the_edge_pixel_again_and_again() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[1, 3], Gen.Int[-30, 30], Gen.Int[-30, 30], Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40])).Sample(
            (width, height, bands, column, row, size) =>
            {
                var raster = new ArrayRaster(width, height, bands, (b, r, c) => (b * 10000) + (r * 100) + c, (r, c) => (r + c) % 3 != 0);
                var window = new PixelWindow(column, row, size.Item1, size.Item2);
                var pixels = new float[bands * window.PixelCount];
                var validity = new byte[window.PixelCount];

                using var reader = new MirroredWindowReader(raster);
                reader.Read(window, pixels, validity);

                for (var r = 0; r < window.Height; r++)
                {
                    for (var c = 0; c < window.Width; c++)
                    {
                        var (sourceRow, sourceColumn) = (Walk(row + r, height), Walk(column + c, width));
                        Assert.Equal(raster.IsValid(sourceRow, sourceColumn) ? 1 : 0, validity[(r * window.Width) + c]);
                        for (var b = 0; b < bands; b++)
                        {
                            Assert.Equal(raster.Value(b, sourceRow, sourceColumn), pixels[(((b * window.Height) + r) * window.Width) + c]);
                        }
                    }
                }
            },
            iter: 300);

    // goes step by step and turns round at each edge
    private static int Walk(int index, int length)
    {
        if (length == 1)
        {
            return 0;
        }

        var (at, direction) = (0, 1);
        for (var step = 0; step < Math.Abs(index); step++)
        {
            if (at + direction < 0 || at + direction >= length)
            {
                direction = -direction;
            }

            at += direction;
        }

        return at;
    }
}
