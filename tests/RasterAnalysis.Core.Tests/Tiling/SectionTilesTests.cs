using CsCheck;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Core.Tests.Tiling;

/// <summary>Sections cover the output once, tiles cover each section once, and tiles keep the network's phase.</summary>
public sealed class SectionTilesTests
{
    private static readonly Gen<(TilingPlan Plan, RasterSize Output, int Column, int Row)> Cases =
        from stride in Gen.Int[0, 5].Select(power => 1 << power)
        from width in Gen.Int[1, 12]
        from height in Gen.Int[1, 12]
        from padding in Gen.Int[0, 40]
        from columns in Gen.Int[1, 5000]
        from rows in Gen.Int[1, 5000]
        from column in Gen.Int[0, 700]
        from row in Gen.Int[0, 700]
        select (new TilingPlan((width * stride * 8) + (2 * padding), (height * stride * 8) + (2 * padding), padding, stride, 1), new RasterSize(columns, rows), column, row);

    [Fact]
    public void Sections_cover_every_pixel_of_the_output_once() => Cases.Sample(
        (plan, output, _, _) =>
        {
            var sections = SectionPlanner.Cut(plan, output);
            AssertPartition(sections, PixelWindow.Whole(output));

            // whole tiles, except at the right and lower edge
            Assert.All(sections, section => Assert.True(section.ColumnEnd == output.Width || section.Width % plan.CoreWidth == 0));
            Assert.All(sections, section => Assert.True(section.RowEnd == output.Height || section.Height % plan.CoreHeight == 0));
        },
        iter: 200);

    [Fact]
    public void Tiles_cover_every_pixel_of_a_section_once() => Cases.Sample(
        (plan, output, column, row) =>
        {
            var section = new PixelWindow(column, row, Math.Min(output.Width, 700), Math.Min(output.Height, 700));

            AssertPartition([.. SectionTiles.Lay(plan, section).Select(tile => tile.CoreWindow)], section);
        },
        iter: 200);

    [Fact]
    public void Tiles_are_whole_keep_the_phase_and_hold_their_context() => Cases.Sample(
        (plan, output, column, row) =>
        {
            var section = new PixelWindow(column, row, Math.Min(output.Width, 700), Math.Min(output.Height, 700));
            foreach (var (read, core) in SectionTiles.Lay(plan, section))
            {
                Assert.Equal((plan.TileWidth, plan.TileHeight), (read.Width, read.Height));
                Assert.Equal(0, (read.ColumnOffset + plan.Padding) % plan.Stride);
                Assert.Equal(0, (read.RowOffset + plan.Padding) % plan.Stride);
                Assert.True(read.Contains(core.Expand(plan.Padding)));
                Assert.False(core.IsEmpty);
            }
        },
        iter: 200);

    private static void AssertPartition(IReadOnlyList<PixelWindow> parts, PixelWindow whole)
    {
        Assert.All(parts, part => Assert.True(whole.Contains(part) && !part.IsEmpty));
        Assert.Equal(whole.PixelCount, parts.Sum(part => part.PixelCount));
        for (var i = 0; i < Math.Min(parts.Count, 60); i++)
        {
            for (var j = i + 1; j < Math.Min(parts.Count, 60); j++)
            {
                Assert.True(parts[i].Intersect(parts[j]).IsEmpty, $"{parts[i]} and {parts[j]} overlap");
            }
        }
    }
}
