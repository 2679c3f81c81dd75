using System.Diagnostics;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Results;

/// <summary><c>RasterAnalysis.Worker polygons</c>: polygons without a server.</summary>
public sealed class PolygonsCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("polygons").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_class_raster_becomes_a_GeoPackage()
    {
        await WriteAsync();

        var (code, output, error) = await RunAsync(PathOf("map.tif"), "-o", PathOf("map.gpkg"), "--class", "Land", "--minimum-area", "10");

        Assert.True(code == 0, error);
        Assert.Matches("1  Land +2 polygons", output);
        Assert.Contains("Feature Count: 2", GdalTool.Run("ogrinfo", "-al", "-so", PathOf("map.gpkg")), StringComparison.Ordinal);
        Assert.Equal(["map.gpkg", "map.tif", "map.tif.aux.xml"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_result_that_lies_by_itself_is_enough()
    {
        // this GDAL keeps attribute tables and names beside the file; the raster says its classes itself
        await File.WriteAllBytesAsync(PathOf("scene.tif"), TiffFile.Byte(20, 20, 1, (_, row, column) => (byte)(row is > 2 and < 9 && column % 10 is > 2 and < 7 ? 1 : 0)));
        await File.WriteAllBytesAsync(PathOf("model.dlpk"), TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(2)), TinyNetworks.CopyBand(2)));
        var (made, _, fault) = await StartAsync("classify", PathOf("scene.tif"), PathOf("model.dlpk"), "-o", PathOf("map.tif"));
        Assert.True(made == 0, fault);
        File.Delete(PathOf("map.tif.aux.xml"));

        var (code, output, error) = await RunAsync(PathOf("map.tif"), "-o", PathOf("map.gpkg"));

        Assert.True(code == 0, error);
        Assert.Matches("1  Class 1 +2 polygons", output);
    }

    [Fact]
    public async Task What_the_line_says_wrong_is_named()
    {
        await WriteAsync();

        var (code, _, error) = await RunAsync(PathOf("map.tif"), "-o", PathOf("map.gpkg"), "--minimum-area", "-3");
        var (unknown, _, why) = await RunAsync(PathOf("map.tif"), "-o", PathOf("map.gpkg"), "--class", "Forest");

        Assert.Equal((64, 65), (code, unknown));
        Assert.Contains("minimumArea: must be a number of square metres", error, StringComparison.Ordinal);
        Assert.Contains("'Forest' is no class of the raster; it has 0 Sea, 1 Land.", why, StringComparison.Ordinal);
    }

    // Two squares of land in the sea.
    private async Task WriteAsync()
    {
        await File.WriteAllBytesAsync(PathOf("source.tif"), TiffFile.Byte(20, 20, 1, (_, row, column) => (byte)(row is > 2 and < 9 && column % 10 is > 2 and < 7 ? 1 : 0)));
        GdalTool.Run("gdal_translate", "-q", "-a_srs", "EPSG:32633", "-a_ullr", "500000", "5000000", "500200", "4999800", PathOf("source.tif"), PathOf("map.tif"));
        File.Delete(PathOf("source.tif"));
        await File.WriteAllTextAsync(
            PathOf("map.tif.aux.xml"),
            "<PAMDataset><PAMRasterBand band=\"1\"><CategoryNames><Category>Sea</Category><Category>Land</Category></CategoryNames></PAMRasterBand></PAMDataset>");
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private static Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => StartAsync(["polygons", .. arguments]);

    private static async Task<(int Code, string Output, string Error)> StartAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [BuiltWorker.Path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
