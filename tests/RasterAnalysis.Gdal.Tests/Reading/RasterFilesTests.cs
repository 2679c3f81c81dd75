using System.IO.Compression;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Reading;

public sealed class RasterFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_of_virtual_rasters_of_virtual_rasters_are_those_below()
    {
        var file = Raster("a.tif");
        var inner = Virtual("inner.vrt", file);
        var outer = Virtual("outer.vrt", inner);

        var list = RasterFiles.Of(outer, isTrusted: true);

        Assert.Equal([file, inner, outer], list.Paths);
        Assert.True(list.IsComplete);
    }

    [Fact]
    public void Files_of_a_file_in_an_archive_are_not_complete()
    {
        using (var archive = ZipFile.Open(_folder.File("a.zip"), ZipArchiveMode.Create))
        {
            archive.CreateEntryFromFile(Raster("a.tif"), "a.tif");
        }

        Assert.False(RasterFiles.Of(Virtual("outer.vrt", $"/vsizip/{_folder.File("a.zip")}/a.tif"), isTrusted: true).IsComplete);
    }

    [Fact]
    public void Files_of_an_ordinary_file_are_that_file()
    {
        var list = RasterFiles.Of(Raster("a.tif"), isTrusted: false);

        Assert.Equal([_folder.File("a.tif")], list.Paths);
        Assert.True(list.IsComplete);
    }

    private string Raster(string name) => TestRasters.Create(_folder.File(name), new RasterSize(4, 3), PixelType.U8, TestRasters.Ramp(12));

    private string Virtual(string name, string source)
    {
        File.WriteAllText(
            _folder.File(name),
            $"""
            <VRTDataset rasterXSize="4" rasterYSize="3"><VRTRasterBand dataType="Byte" band="1"><SimpleSource>
            <SourceFilename relativeToVRT="0">{source}</SourceFilename><SourceBand>1</SourceBand>
            <SourceProperties RasterXSize="4" RasterYSize="3" DataType="Byte" BlockXSize="4" BlockYSize="3"/>
            <SrcRect xOff="0" yOff="0" xSize="4" ySize="3"/><DstRect xOff="0" yOff="0" xSize="4" ySize="3"/>
            </SimpleSource></VRTRasterBand></VRTDataset>
            """);
        return _folder.File(name);
    }
}
