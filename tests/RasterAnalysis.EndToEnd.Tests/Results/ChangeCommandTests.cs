using System.Diagnostics;
using RasterAnalysis.EndToEnd.Tests.Rasters;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Results;

/// <summary><c>RasterAnalysis.Worker change</c>: a from-to raster without a server.</summary>
public sealed class ChangeCommandTests : IDisposable
{
    private const int Size = 20;
    private readonly string _folder = Directory.CreateTempSubdirectory("change").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Two_class_rasters_become_a_raster_of_their_pairs()
    {
        await WriteAsync();

        var (code, output, error) = await RunAsync("before.tif", "after.tif", "-o", PathOf("change.tif"));

        Assert.True(code == 0, error);
        Assert.Matches(@"2  Sea → Land +40 pixels +0\.4 ha +10\.0 %", output);
        var raster = CogFile.Read(await File.ReadAllBytesAsync(PathOf("change.tif")));
        Assert.Null(raster.FirstDifference((row, column) => (uint)((BeforeAt(row) * 2) + AfterAt(column, row) + 1)));
        Assert.Contains("RASTERANALYSIS_CHANGE_FROM\">before", raster.Metadata, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFileSystemEntries(_folder), path => path.EndsWith(".part", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pixels_that_are_not_sure_are_left_out_and_what_the_line_says_wrong_is_named()
    {
        await WriteAsync();
        await File.WriteAllBytesAsync(PathOf("sure.tif"), TiffFile.Byte(Size, Size, 1, (_, row, _) => (byte)(row < 3 ? 20 : 90)));

        var (code, output, error) = await RunAsync(
            "before.tif", "after.tif", "-o", PathOf("change.tif"), "--unchanged", "merge", "--from-confidence", PathOf("sure.tif"),
            "--to-confidence", PathOf("sure.tif"), "--minimum-confidence", "50");
        var (missing, _, why) = await RunAsync("before.tif", "after.tif", "-o", PathOf("other.tif"), "--from-confidence", PathOf("sure.tif"), "--minimum-confidence", "50");
        var (wrong, _, reason) = await RunAsync("before.tif", "after.tif", "-o", PathOf("other.tif"), "--unchanged", "drop");
        var (grid, _, both) = await RunAsync("before.tif", "small.tif", "-o", PathOf("other.tif"));

        Assert.True(code == 0, error);
        Assert.Matches("0  Unchanged +312 pixels", output);
        Assert.Equal((64, 64, 65), (missing, wrong, grid));
        Assert.Contains("--to-confidence: is missing", why, StringComparison.Ordinal);
        Assert.Contains("unchanged: must be keep, merge or leaveOut", reason, StringComparison.Ordinal);
        Assert.Contains("TO: is on another grid than the earlier raster: it has 19×20 pixels", both, StringComparison.Ordinal);
    }

    private static int BeforeAt(int row) => row < 10 ? 0 : 1;

    private static int AfterAt(int column, int row) => row < 10 && column < 4 ? 1 : BeforeAt(row);

    private async Task WriteAsync()
    {
        await WriteAsync("before.tif", Size, (row, _) => BeforeAt(row));
        await WriteAsync("after.tif", Size, (row, column) => AfterAt(column, row));
        await WriteAsync("small.tif", Size - 1, (row, _) => BeforeAt(row));
    }

    private async Task WriteAsync(string name, int width, Func<int, int, int> at)
    {
        await File.WriteAllBytesAsync(PathOf(name), MadeRaster.Translate(TiffFile.Byte(width, Size, 1, (_, row, column) => (byte)at(row, column))));
        await File.WriteAllTextAsync(
            PathOf($"{name}.aux.xml"),
            "<PAMDataset><PAMRasterBand band=\"1\"><CategoryNames><Category>Sea</Category><Category>Land</Category></CategoryNames></PAMRasterBand></PAMDataset>");
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private async Task<(int Code, string Output, string Error)> RunAsync(string from, string to, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [BuiltWorker.Path, "change", PathOf(from), PathOf(to), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
