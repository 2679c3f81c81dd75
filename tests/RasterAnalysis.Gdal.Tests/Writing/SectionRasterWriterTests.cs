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
    public void Write_ThenRead_GivesPixelsAndGrid(int width, int height)
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
    public void Write_OverAnOldFile_ReplacesIt()
    {
        var grid = new RasterGrid(new RasterSize(2, 1), TestRasters.Utm, null);
        SectionRasterWriter.Write(_folder.File("s.tif"), grid, PixelType.U8, [1, 2]);

        SectionRasterWriter.Write(_folder.File("s.tif"), grid, PixelType.U8, [3, 4]);

        Assert.Equal([3, 4], TestRasters.ReadBand(_folder.File("s.tif")));
    }

    [Fact]
    public void Write_WrongNumberOfBytes_IsAProgrammingError() => Assert.Throws<ArgumentOutOfRangeException>(
        () => SectionRasterWriter.Write(_folder.File("s.tif"), new RasterGrid(new RasterSize(2, 2), TestRasters.Utm, null), PixelType.U16, new byte[4]));

    [Fact]
    public void Write_FolderThatIsNotThere_ThrowsAndNamesTheFileOnly()
    {
        var grid = new RasterGrid(new RasterSize(2, 1), TestRasters.Utm, null);

        var e = Assert.Throws<GdalException>(() => SectionRasterWriter.Write(_folder.File("none/s.tif"), grid, PixelType.U8, [1, 2]));

        Assert.Equal("GDALCreate", e.Function);
        Assert.DoesNotContain(_folder.Path, e.Message, StringComparison.Ordinal);
    }
}
