using CsCheck;
using RasterAnalysis.ArcGis.ImageServer.Export;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.ImageServer;

public sealed class AspectRatioTests
{
    [Fact]
    public void Grow_has_the_shape_holds_any_rectangle_and_keeps_the_centre() =>
        Gen.Select(Gen.Double[-1e7, 1e7], Gen.Double[-1e7, 1e7], Gen.Double[0.01, 1e6], Gen.Double[0.01, 1e6], Gen.Int[1, 15000], Gen.Int[1, 4100])
            .Sample((x, y, width, height, columns, rows) =>
            {
                var given = new Extent(x, y, x + width, y + height);
                var grown = AspectRatio.Grow(given, new RasterSize(columns, rows));
                var slack = 1e-8 * (Math.Abs(x) + Math.Abs(y) + grown.Width + grown.Height);
                Assert.True(grown.XMin <= given.XMin && grown.XMax >= given.XMax && grown.YMin <= given.YMin && grown.YMax >= given.YMax);
                Assert.Equal(grown.Width * rows, grown.Height * columns, slack * Math.Max(rows, columns));
                Assert.Equal(given.XMin + given.XMax, grown.XMin + grown.XMax, slack);
                Assert.Equal(given.YMin + given.YMax, grown.YMin + grown.YMax, slack);
                Assert.True(grown.Width == given.Width || grown.Height == given.Height);
            });

    [Fact]
    public void Grow_keeps_the_bits_of_a_shape_that_fits()
    {
        var extent = new Extent(0.1, 0.2, 0.1 + 0.3, 0.2 + 0.3);
        Assert.Equal(extent, AspectRatio.Grow(extent, new RasterSize(512, 512)));
    }
}
