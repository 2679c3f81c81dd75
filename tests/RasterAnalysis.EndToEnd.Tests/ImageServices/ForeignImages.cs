using RasterAnalysis.Testing.ImageServices;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.ImageServices;

/// <summary>What the foreign servers of these tests show: classes with holes of NoData.</summary>
internal static class ForeignImages
{
    public const int Hole = 77;
    public const uint NoData = 255;

    public static ForeignRaster Make(int width, int height, int? noData = Hole) => new(width, height, 1, (_, row, column) => Value(row, column), NoData: noData);

    public static int Value(int row, int column) =>
        IsHole(row, column) ? Hole : (int)((((uint)((row * 7919) ^ (column * 104729)) * 2654435761u) >> 20) % LoopbackReader.Classes);

    public static bool IsHole(int row, int column) => ((row / 9) + (column / 11)) % 4 == 0;

    /// <summary>The classified raster where holes are NoData.</summary>
    public static uint Expected(int row, int column) => IsHole(row, column) ? NoData : (uint)Value(row, column);

    /// <summary>The classified raster where holes are values: the last class is the nearest to them.</summary>
    public static uint ExpectedWithoutNoData(int row, int column) => (uint)Math.Min(LoopbackReader.Classes - 1, Value(row, column));

    public static void AssertEvery(CogFile raster, int width, int height, Func<int, int, uint> expected)
    {
        Assert.Equal((width, height), (raster.Levels[0].Width, raster.Levels[0].Height));
        Assert.Null(raster.FirstDifference(expected));
    }
}
