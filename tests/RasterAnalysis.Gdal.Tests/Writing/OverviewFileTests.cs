using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Writing;

public sealed class OverviewFileTests : IDisposable
{
    private static readonly RasterSize Size = new(2200, 1500);
    private readonly TempFolder _folder = new();

    private string Scratch => _folder.File("scratch");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Overviews_of_a_large_raster_lie_beside_it_and_hold_its_values()
    {
        var path = TestRasters.Create(_folder.File("a.tif"), Size, PixelType.U16, [.. Enumerable.Range(0, (int)Size.PixelCount).Select(i => (double)(7 * i % 5003 * 3))]);
        var before = File.ReadAllBytes(path);

        var made = OverviewFile.Write(path, Scratch);

        Assert.Equal(Path.Combine(Scratch, "a.tif.ovr"), made);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.False(File.Exists(path + ".ovr"));
        File.Move(made!, path + ".ovr");
        using var dataset = GdalDataset.Open(path, isTrusted: false);
        Assert.Equal(
            [(1100, 750), (550, 375), (275, 188)],
            Enumerable.Range(0, LibGdal.GDALGetOverviewCount(dataset.Band(1).Handle)).Select(level => LibGdal.GDALGetOverview(dataset.Band(1).Handle, level))
                .Select(band => (LibGdal.GDALGetRasterBandXSize(band), LibGdal.GDALGetRasterBandYSize(band))));
        Assert.All(TestRasters.ReadBand(dataset, 1, overview: 1), value => Assert.Equal(0, value % 3));
    }

    [Fact]
    public void Overviews_of_a_raster_that_has_them_are_not_made()
    {
        var path = TestRasters.Create(_folder.File("a.tif"), Size, PixelType.U8, new double[Size.PixelCount]);
        CommandLine.Run("gdaladdo", "-q", path, "2", "4");

        Assert.Null(OverviewFile.Write(path, Scratch));
    }

    [Fact]
    public void Overviews_of_a_small_raster_are_not_made() =>
        Assert.Null(OverviewFile.Write(TestRasters.Create(_folder.File("a.tif"), new RasterSize(2048, 3), PixelType.U8, new double[2048 * 3]), Scratch));

    [Fact]
    public void Overviews_of_damage_are_a_fault_of_the_raster()
    {
        var path = TestRasters.Create(_folder.File("a.tif"), Size, PixelType.U8, new double[Size.PixelCount], options: ["COMPRESS=DEFLATE"]);
        using (var file = File.OpenWrite(path))
        {
            file.Position = 8;
            file.Write(new byte[200]);
        }

        Assert.Throws<GdalException>(() => OverviewFile.Write(path, Scratch));
    }
}
