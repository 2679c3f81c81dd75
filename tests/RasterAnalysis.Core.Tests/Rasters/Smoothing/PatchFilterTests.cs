using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Smoothing;
using RasterAnalysis.Testing;

namespace RasterAnalysis.Core.Tests.Rasters.Smoothing;

public sealed class PatchFilterTests : IDisposable
{
    private const ushort NoData = 255;
    private const long LittleMemory = 1;
    private const long MuchMemory = 64L << 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("patches");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_smallest_patch_goes_first_and_joins_the_neighbour_with_the_longest_border()
    {
        // 2 has two edges with 3 and two with 4, which is the larger; then 3 is the smallest that is left
        Assert.Equal("1111\n1331\n1344\n4444\n", Text(Merge(Parse("1111", "1331", "1324", "4444"), 2, 4)));
        Assert.Equal("111111\n111111\n111111\n", Text(Merge(Parse("111111", "123331", "111111"), 4, 4)));
    }

    [Fact]
    public void Of_neighbours_with_borders_of_one_length_the_larger_is_joined_and_then_the_lower_value() => Assert.Multiple(
        () => Assert.Equal("5555533\n", Text(Merge(Parse("5555433"), 2, 4))),
        () => Assert.Equal("5533333\n", Text(Merge(Parse("5543333"), 2, 4))),
        () => Assert.Equal("5553333\n", Text(Merge(Parse("5554333"), 2, 4))));

    [Fact]
    public void A_patch_that_NoData_and_the_edge_surround_stays()
    {
        var raster = Parse(
            "12--",
            "--3-",
            "----");
        using var filter = Filter(raster, 5, 4, MuchMemory);

        Assert.Equal("11--\n--3-\n----\n", Text(Result(filter, raster)));
        Assert.Equal((3, 2), (filter.SmallPatches, filter.LeftPatches));
    }

    [Fact]
    public void With_corners_a_patch_that_has_no_other_neighbour_joins_over_a_corner() =>
        Assert.Equal("22-\n--2\n-22\n", Text(Merge(Parse("11-", "--2", "-22"), 3, 8)));

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 8)]
    [InlineData(3, 4)]
    [InlineData(4, 8)]
    public void Thousands_of_random_rasters_come_out_as_the_rule_says_however_they_are_turned(int seed, int connectivity)
    {
        var random = new Random(seed);
        for (var round = 0; round < 700; round++)
        {
            var raster = Noise(random, random.Next(1, 15), random.Next(1, 15), random.Next(2, 6), random.Next(3) == 0 ? 0.2 : 0, random.Next(1, 3));
            var unit = random.Next(2, 20);
            var expected = PlainPatches.Merge(raster, unit, connectivity);

            Assert.Equal(Text(expected), Text(Merge(raster, unit, connectivity)));
            Assert.Equal(Text(Transposed(expected)), Text(Merge(Transposed(raster), unit, connectivity)));
            Assert.Equal(Text(Mirrored(expected)), Text(Merge(Mirrored(raster), unit, connectivity)));
        }
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(8, 1)]
    [InlineData(4, 7)]
    [InlineData(8, 7)]
    public void Rasters_of_many_squares_come_out_as_the_rule_says_in_hardly_any_memory(int connectivity, int grain)
    {
        var raster = Noise(new Random(connectivity + grain), 200, 333, 4, 0.05, grain);
        var expected = PlainPatches.Merge(raster, 6, connectivity);

        Assert.Equal(Text(expected), Text(Merge(raster, 6, connectivity, LittleMemory)));
        Assert.Equal(Text(expected), Text(Merge(raster, 6, connectivity)));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void The_order_in_which_windows_come_changes_nothing(int connectivity)
    {
        var raster = Noise(new Random(5), 260, 390, 3, 0.02, 1);
        var expected = Text(Merge(raster, 12, connectivity));
        foreach (var side in (int[])[64, 128, 192, 256, 512])
        {
            Assert.Equal(expected, Text(Merge(raster, 12, connectivity, LittleMemory, side)));
            Assert.Equal(expected, Text(Merge(raster, 12, connectivity, LittleMemory, side, isReversed: true)));
        }
    }

    [Theory]
    [InlineData(4, 2, 5)]
    [InlineData(8, 12, 3)]
    [InlineData(4, 40, 4)]
    [InlineData(4, 12, 200)]
    public void Nothing_below_the_unit_is_left_and_what_had_the_unit_is_untouched(int connectivity, int unit, int classes)
    {
        var raster = Noise(new Random(unit), 700, 500, classes, 0, 2);
        var result = Merge(raster, unit, connectivity, 4L << 20);

        Assert.All(PlainPatches.Label(result, connectivity), patch => Assert.True(patch.Pixels.Count >= unit));
        Assert.All(
            PlainPatches.Label(raster, connectivity).Where(patch => patch.Pixels.Count >= unit),
            patch => Assert.All(patch.Pixels, pixel => Assert.Equal(patch.Value, result[pixel.Row, pixel.Column])));
        Assert.Equal(Text(Transposed(result)), Text(Merge(Transposed(raster), unit, connectivity, 4L << 20)));
        Assert.Equal(Text(Mirrored(result)), Text(Merge(Mirrored(raster), unit, connectivity, 4L << 20)));
    }

    [Fact]
    public void Scratch_files_leave_no_name_behind()
    {
        using var filter = Filter(Parse("1122"), 3, 4, LittleMemory);

        Assert.Empty(_folder.GetFiles());
    }

    private static int[,] Parse(params string[] rows)
    {
        var raster = new int[rows.Length, rows[0].Length];
        foreach (var (row, text) in rows.Index())
        {
            foreach (var (column, digit) in text.Index())
            {
                raster[row, column] = digit == '-' ? -1 : digit - '0';
            }
        }

        return raster;
    }

    private static string Text(int[,] raster) => string.Concat(Enumerable.Range(0, raster.GetLength(0)).Select(row =>
        string.Concat(Enumerable.Range(0, raster.GetLength(1)).Select(column => raster[row, column] < 0 ? "-" : raster[row, column] < 10 ? $"{raster[row, column]}" : $"({raster[row, column]})")) + "\n"));

    private static int[,] Transposed(int[,] raster) => Turned(raster, raster.GetLength(1), raster.GetLength(0), (row, column) => (column, row));

    private static int[,] Mirrored(int[,] raster) => Turned(raster, raster.GetLength(0), raster.GetLength(1), (row, column) => (row, raster.GetLength(1) - 1 - column));

    private static int[,] Turned(int[,] raster, int rows, int columns, Func<int, int, (int Row, int Column)> from)
    {
        var turned = new int[rows, columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var (r, c) = from(row, column);
                turned[row, column] = raster[r, c];
            }
        }

        return turned;
    }

    private static int[,] Noise(Random random, int rows, int columns, int classes, double noData, int grain)
    {
        var coarse = Turned(new int[rows, columns], rows, columns, (_, _) => (0, 0));
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                coarse[row, column] = random.NextDouble() < noData ? -1 : random.Next(classes);
            }
        }

        // grains with a few single pixels in them
        return grain == 1 ? coarse : Turned(coarse, rows, columns, (row, column) => random.Next(8) == 0 ? (row, column) : (row / grain, column / grain));
    }

    private PatchFilter Filter(int[,] raster, int unit, int connectivity, long memory, int side = 64, bool isReversed = false)
    {
        var size = new RasterSize(raster.GetLength(1), raster.GetLength(0));
        var filter = new PatchFilter(size, NoData, unit, connectivity, _folder.FullName, memory);
        var windows = Windows(size, side);
        foreach (var window in isReversed ? windows.Reverse() : windows)
        {
            var values = new ushort[window.PixelCount];
            for (var place = 0; place < values.Length; place++)
            {
                var value = raster[window.RowOffset + (place / window.Width), window.ColumnOffset + (place % window.Width)];
                values[place] = value < 0 ? NoData : (ushort)value;
            }

            filter.Add(window, values);
        }

        filter.Run(null, CancellationToken.None);
        return filter;
    }

    private int[,] Merge(int[,] raster, int unit, int connectivity, long memory = MuchMemory, int side = 64, bool isReversed = false)
    {
        using var filter = Filter(raster, unit, connectivity, memory, side, isReversed);
        return Result(filter, raster);
    }

    private static int[,] Result(PatchFilter filter, int[,] raster)
    {
        var result = new int[raster.GetLength(0), raster.GetLength(1)];
        foreach (var window in Windows(new RasterSize(raster.GetLength(1), raster.GetLength(0)), 128))
        {
            var values = new ushort[window.PixelCount];
            filter.Read(window, values);
            for (var place = 0; place < values.Length; place++)
            {
                result[window.RowOffset + (place / window.Width), window.ColumnOffset + (place % window.Width)] = values[place] == NoData ? -1 : values[place];
            }
        }

        return result;
    }

    private static IEnumerable<PixelWindow> Windows(RasterSize size, int side)
    {
        for (var row = 0; row < size.Height; row += side)
        {
            for (var column = 0; column < size.Width; column += side)
            {
                yield return new PixelWindow(column, row, Math.Min(side, size.Width - column), Math.Min(side, size.Height - row));
            }
        }
    }
}
