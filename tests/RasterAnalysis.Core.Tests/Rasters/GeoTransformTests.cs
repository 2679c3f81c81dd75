using CsCheck;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Core.Tests.Rasters;

public sealed class GeoTransformTests
{
    private static readonly Gen<GeoTransform> Transforms =
        from x in Gen.Double[-1e6, 1e6]
        from y in Gen.Double[-1e6, 1e6]
        from size in Gen.Double[0.1, 100]
        from angle in Gen.Double[0, 6.28]
        from flip in Gen.Bool
        select new GeoTransform(x, size * Math.Cos(angle), -size * Math.Sin(angle), y, size * Math.Sin(angle), (flip ? -1 : 1) * size * Math.Cos(angle));

    [Fact]
    public void Invert_undoes_apply() => Gen.Select(Transforms.Where(t => Math.Abs(t.Determinant) > 1e-3), Gen.Double[-1000, 1000], Gen.Double[-1000, 1000]).Sample(
        (transform, column, row) =>
        {
            var (x, y) = transform.Apply(column, row);
            var (backColumn, backRow) = transform.Invert(x, y);
            Assert.Equal(column, backColumn, 1e-3);
            Assert.Equal(row, backRow, 1e-3);
        });

    [Fact]
    public void Offset_moves_the_origin_to_a_pixel() => Gen.Select(Transforms, Gen.Int[0, 999], Gen.Int[0, 999]).Sample(
        (transform, column, row) => Assert.Equal(transform.Apply(column, row), transform.Offset(column, row).Apply(0, 0)));

    [Fact]
    public void Offset_of_nothing_keeps_every_bit() => Transforms.Sample(transform => Assert.Equal(transform, transform.Offset(0, 0)));

    [Fact]
    public void ExtentOf_holds_every_corner() => Gen.Select(Transforms, Gen.Int[1, 999], Gen.Int[1, 999]).Sample(
        (transform, width, height) =>
        {
            var extent = transform.ExtentOf(new RasterSize(width, height));
            foreach (var (x, y) in new[] { transform.Apply(0, 0), transform.Apply(width, 0), transform.Apply(0, height), transform.Apply(width, height) })
            {
                Assert.InRange(x, extent.XMin, extent.XMax);
                Assert.InRange(y, extent.YMin, extent.YMax);
            }
        });
}
