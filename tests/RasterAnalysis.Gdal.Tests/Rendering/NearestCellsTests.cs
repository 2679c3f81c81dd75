using CsCheck;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Gdal.Rendering;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Rendering;

public sealed class NearestCellsTests : IDisposable
{
    private const int Width = 70;
    private const int Height = 50;
    private const double Cell = 10;
    private static readonly GeoTransform Place = new(1000, Cell, 0, 2000, 0, -Cell);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_view_is_the_cell_under_the_middle_of_each_pixel()
    {
        using var source = Open();

        // eighths, so that no place is rounded
        Gen.Select(Gen.Int[-2400, 7200], Gen.Int[-2400, 5600], Gen.Int[3, 312], Gen.Int[3, 312], Gen.Int[1, 90], Gen.Int[1, 60]).Sample((x, y, stepX, stepY, width, height) =>
        {
            var (left, down, across, high) = (x / 8.0, y / 8.0, stepX / 8.0, stepY / 8.0);
            var grid = new RasterGrid(new RasterSize(width, height), new GeoTransform(1000 + left, across, 0, 2000 - down, 0, -high), source.Wkt);
            double[][] planes = [new double[width * height]];

            NearestCells.TryOpen(source, [1], grid)!.Read(PixelWindow.Whole(grid.Size), planes);

            Assert.Equal(Enumerable.Range(0, width * height).Select(i => Expected(left + (((i % width) + 0.5) * across), down + (((i / width) + 0.5) * high))), planes[0]);
        }, iter: 300, threads: 1);
    }

    [Fact]
    public void Any_view_is_what_the_warper_gives()
    {
        using var source = Open();
        var grid = new RasterGrid(new RasterSize(64, 40), new GeoTransform(933, 13.3, 0, 2041, 0, -11.7), source.Wkt);
        double[][] planes = [new double[64 * 40]];
        using var warped = WarpedView.OfSamples(source, [1], grid, ResamplingMethod.Nearest, isExact: true);

        NearestCells.TryOpen(source, [1], grid)!.Read(PixelWindow.Whole(grid.Size), planes);

        Assert.Equal(TestRasters.ReadBand(warped), planes[0]);
    }

    [Fact]
    public void TryOpen_of_what_the_warper_is_needed_for_is_null()
    {
        using var source = Open();
        var grid = new RasterGrid(new RasterSize(10, 10), Place, source.Wkt);

        Assert.NotNull(NearestCells.TryOpen(source, [1], grid));
        Assert.Null(NearestCells.TryOpen(source, [1], grid with { Wkt = SpatialReferences.Wgs84 }));
        Assert.Null(NearestCells.TryOpen(source, [1], grid with { Transform = new GeoTransform(1000, 41, 0, 2000, 0, -10) }));
        Assert.Null(NearestCells.TryOpen(source, [1], grid with { Transform = new GeoTransform(1000, 10, 1, 2000, 1, -10) }));
    }

    // 7 is no sample
    private static double Expected(double right, double down)
    {
        var (column, row) = ((int)Math.Floor(right / Cell), (int)Math.Floor(down / Cell));
        var value = column is >= 0 and < Width && row is >= 0 and < Height ? Value(column, row) : double.NaN;
        return value == 7 ? double.NaN : value;
    }

    private static byte Value(int column, int row) => (byte)(((row * 31) + (column * 17)) % 251);

    private GdalDataset Open()
    {
        var size = new RasterSize(Width, Height);
        var path = TestRasters.Create(
            _folder.File("cells.tif"), size, PixelType.U8, [.. Enumerable.Range(0, Width * Height).Select(i => (double)Value(i % Width, i / Width))],
            new RasterGrid(size, Place, TestRasters.UtmWkt), dataset => dataset.Band(1).SetNoData(7));
        return GdalDataset.Open(path, isTrusted: true);
    }
}
