using System.Runtime.InteropServices;
using RasterAnalysis.Gdal.Areas;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Areas;

// Sections measured while they are in memory, against the reader of finished files.
public sealed class SectionAreaMeterTests : IDisposable
{
    private const int Width = 1500;
    private const int Height = 700;

    private const string Mollweide =
        """PROJCS["Mollweide",GEOGCS["Sphere",DATUM["Sphere",SPHEROID["Sphere",6371000,0]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Mollweide"],UNIT["metre",1]]""";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(32633, 500000, 10, 5000000, -10, PixelType.U8, 40)]
    [InlineData(32633, 500000, 10, 5000000, -10, PixelType.U8, 1)] // noise
    [InlineData(32633, 500000, 10, 5000000, -10, PixelType.U16, 7)]
    [InlineData(32633, 500000, 10, 5000000, -10, PixelType.S16, 1)]
    [InlineData(4326, 12.5, 1.0 / 3600, 48.25, -1.0 / 3600, PixelType.U8, 13)]
    [InlineData(4326, 12.5, 1.0 / 3600, 48.25, -1.0 / 3600, PixelType.S32, 1)]
    [InlineData(3857, 1500000, 30, 6100000, -30, PixelType.U8, 3)]
    public void Sections_added_up_are_what_the_whole_is_read_as(int wkid, double left, double column, double top, double row, PixelType type, int patch)
    {
        var wkt = SpatialReferences.ToWkt(new SpatialReference(wkid, null), "test");
        var grid = new RasterGrid(new RasterSize(Width, Height), new GeoTransform(left, column, 0, top, 0, row), wkt);
        var profile = new ClassifiedRasterProfile(type, 250, [.. Enumerable.Range(0, 5).Select(value => new ClassDefinition(value * 3, $"Class {value}", new RgbColor(1, 2, 3)))]);
        static long ValueAt(int y, int x, int patch) => (((uint)((y / patch * 7919) ^ (x / patch * 104729)) * 2654435761u) >> 24) % 6 is var number and < 5 ? number * 3 : 250;
        var path = TestRasters.Create(
            _folder.File("whole.tif"), grid.Size, type, [.. Enumerable.Range(0, Width * Height).Select(pixel => (double)ValueAt(pixel / Width, pixel % Width, patch))], grid,
            change: dataset => dataset.Band(1).SetNoData(250));
        var expected = ClassAreaReader.Measure(path, isTrusted: true, [.. profile.Classes.Select(c => (c.Value, c.Name))]);

        using var meter = new SectionAreaMeter(grid, profile);
        var sections = new List<SectionAreas?>();
        foreach (var window in (PixelWindow[])[new(0, 0, 800, 700), new(800, 0, 700, 333), new(800, 333, 700, 367)])
        {
            var values = Enumerable.Range(0, (int)window.PixelCount).Select(pixel => ValueAt(window.RowOffset + (pixel / window.Width), window.ColumnOffset + (pixel % window.Width), patch));
            byte[] bytes = type switch
            {
                PixelType.U8 => [.. values.Select(value => (byte)value)],
                PixelType.U16 => MemoryMarshal.AsBytes<ushort>([.. values.Select(value => (ushort)value)]).ToArray(),
                PixelType.S16 => MemoryMarshal.AsBytes<short>([.. values.Select(value => (short)value)]).ToArray(),
                _ => MemoryMarshal.AsBytes<int>([.. values.Select(value => (int)value)]).ToArray(),
            };
            sections.Add(meter.Measure(window, bytes));
        }

        var found = SectionAreas.Sum(sections)!;
        Assert.Equal((expected.Method, expected.Note), (found.Method, found.Note));
        Assert.Equal(expected.Classes.Select(c => c.Value), found.Classes.Select(c => c.Value).Order());
        Assert.All(expected.Classes, one => Assert.Equal(1, found.Classes.Single(c => c.Value == one.Value).SquareMetres / one.SquareMetres!.Value, 1e-11));
        Assert.Equal(1, found.NoDataSquareMetres / expected.NoDataSquareMetres!.Value, 1e-11);
    }

    [Fact]
    public void A_raster_of_few_pixels_at_the_rim_of_a_map_is_measured()
    {
        // so few that each is measured by itself
        var grid = new RasterGrid(new RasterSize(6, 5), new GeoTransform(-18.1e6, 63e3, 0, 2e5, 0, -63e3), Mollweide);
        var profile = new ClassifiedRasterProfile(PixelType.U8, 255, [new ClassDefinition(1, "One", new RgbColor(1, 2, 3)), new ClassDefinition(2, "Two", new RgbColor(4, 5, 6))]);
        byte[] pixels = [.. Enumerable.Range(0, 30).Select(i => (byte)(1 + (i % 6 / 3)))];
        var path = TestRasters.Create(_folder.File("rim.tif"), grid.Size, PixelType.U8, [.. pixels.Select(value => (double)value)], grid);
        var expected = ClassAreaReader.Measure(path, isTrusted: true, [(1, "One"), (2, "Two")]);

        using var meter = new SectionAreaMeter(grid, profile);
        var found = SectionAreas.Sum([meter.Measure(PixelWindow.Whole(grid.Size), pixels)])!;

        Assert.All(expected.Classes, one => Assert.Equal(1, found.Classes.Single(c => c.Value == one.Value).SquareMetres / one.SquareMetres!.Value, 1e-11));
        Assert.InRange(expected.Classes[0].SquareMetres!.Value, 1, 15 * 63e3 * 63e3 * 0.95);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Mollweide)]
    public void Where_the_ground_is_unknown_or_not_smooth_nothing_is_said(string? wkt)
    {
        // the rim of the world lies in the window
        var grid = new RasterGrid(new RasterSize(600, 300), new GeoTransform(-19e6, 63e3, 0, 9.4e6, 0, -63e3), wkt);
        using var meter = new SectionAreaMeter(grid, new ClassifiedRasterProfile(PixelType.U8, 255, [new ClassDefinition(1, "One", new RgbColor(1, 2, 3))]));

        Assert.Null(meter.Measure(PixelWindow.Whole(grid.Size), [.. Enumerable.Repeat((byte)1, 600 * 300)]));
    }
}
