using System.Runtime.InteropServices;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Writing.Sections;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Writing;

public sealed class SectionRasterWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(513, 600)]
    public void Write_then_read_gives_pixels_and_grid(int width, int height)
    {
        var grid = new RasterGrid(new RasterSize(width, height), TestRasters.Utm, TestRasters.UtmWkt);
        short[] pixels = [.. Enumerable.Range(0, width * height).Select(i => (short)(i % 30000))];

        SectionRasterWriter.Write(_folder.File("s.tif"), grid, PixelType.S16, MemoryMarshal.AsBytes<short>(pixels));

        Assert.Equal(pixels.Select(value => (double)value), TestRasters.ReadBand(_folder.File("s.tif")));
        var info = RasterDescriber.Describe(_folder.File("s.tif"), isTrusted: false);
        Assert.Equal(grid.Transform, info.Grid.Transform);
        Assert.Equal(512, info.Bands[0].BlockWidth);
        Assert.Equal(["s.tif"], Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Write_over_an_old_file_replaces_it()
    {
        var grid = new RasterGrid(new RasterSize(2, 1), TestRasters.Utm, null);
        SectionRasterWriter.Write(_folder.File("s.tif"), grid, PixelType.U8, [1, 2]);

        SectionRasterWriter.Write(_folder.File("s.tif"), grid, PixelType.U8, [3, 4]);

        Assert.Equal([3, 4], TestRasters.ReadBand(_folder.File("s.tif")));
    }

    [Fact]
    public void Write_of_a_wrong_number_of_bytes_is_a_programming_error() => Assert.Throws<ArgumentOutOfRangeException>(
        () => SectionRasterWriter.Write(_folder.File("s.tif"), new RasterGrid(new RasterSize(2, 2), TestRasters.Utm, null), PixelType.U16, new byte[4]));

    [Fact]
    public void Write_to_a_folder_that_is_not_there_throws_and_names_the_file_only()
    {
        var grid = new RasterGrid(new RasterSize(2, 1), TestRasters.Utm, null);

        var e = Assert.Throws<GdalException>(() => SectionRasterWriter.Write(_folder.File("none/s.tif"), grid, PixelType.U8, [1, 2]));

        Assert.Equal("GDALCreate", e.Function);
        Assert.DoesNotContain(_folder.Path, e.Message, StringComparison.Ordinal);
    }
}
