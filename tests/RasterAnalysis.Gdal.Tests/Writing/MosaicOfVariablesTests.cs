using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Testing.Variables;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Writing;

public sealed class MosaicOfVariablesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Variables_lie_under_a_raster_of_another_system_and_no_file_is_written_that_could_not_name_them()
    {
        // the variable covers all of a grid whose left half alone has a raster
        var left = TestRasters.Create(_folder.File("left.tif"), new RasterSize(10, 20), PixelType.U8, [.. Enumerable.Repeat(5.0, 200)]);
        var nc = _folder.File("all.nc");
        File.WriteAllBytes(nc, new NetCdfFile().Axis("lat", [45.05, 45.15, 45.25], ("units", "degrees_north")).Axis("lon", [14.9, 15, 15.1], ("units", "degrees_east"))
            .Variable("other", ["lat", "lon"], new sbyte[9]).Variable("seven", ["lat", "lon"], Enumerable.Repeat((sbyte)7, 9).ToArray()).ToArray());
        MosaicMember[] members = [new("left", left, IsTrusted: true), new("seven", $"{nc}#seven", IsTrusted: true)];
        var grid = new RasterGrid(new RasterSize(20, 20), TestRasters.Utm, TestRasters.UtmWkt);

        using var folder = new MemoryFolder();
        using var mosaic = MosaicFile.Open(folder, grid, members);
        MosaicFile.Write(_folder.File("mosaic.vrt"), grid, members);

        Assert.Equal(Enumerable.Range(0, 400).Select(i => i % 20 < 10 ? 5.0 : 7.0), TestRasters.ReadBand(mosaic));
        Assert.False(File.Exists(_folder.File("mosaic.vrt")));
    }
}
