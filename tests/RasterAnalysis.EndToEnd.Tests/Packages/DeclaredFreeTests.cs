using System.Net;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Packages;

/// <summary>Networks that declare tiles of any size, into which the example's 64 rows and columns are written.</summary>
public sealed class DeclaredFreeTests(SharedService service)
{
    private const int Classes = 4;

    [Theory]
    [InlineData(64, 30, 40)]
    [InlineData(64, 150, 130)]
    [InlineData(48, 30, 40)]
    [InlineData(256, 150, 130)]
    public async Task The_written_size_is_found_whatever_the_definition_says(int said, int width, int height)
    {
        var package = TestPackages.Package(
            TestPackages.Definition(TestPackages.NumberedClasses(Classes), ("ImageHeight", said), ("ImageWidth", said)), Network(64));
        var (job, raster) = await service.Client.ClassifyAsync(TiffFile.Byte(width, height, 1, (_, row, column) => (byte)Value(row, column)), package);

        Assert.Null(raster.FirstDifference((row, column) => (uint)Value(row, column)));
        Assert.Contains(ServiceClient.Messages(job), text => text.Contains("tiles of 64×64 pixels only", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_network_that_runs_at_no_size_is_a_bad_package()
    {
        var (status, problem) = await service.Client.TryAddAsync(
            TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), Network(7, 11)), "model.dlpk");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("cannot be run on 1 tile of 64", problem.ToJsonString(), StringComparison.Ordinal);
    }

    private static byte[] Network(long rows, long? columns = null) => new OnnxModelBuilder()
        .Input("input", OnnxType.Float, "n", 1, "h", "w").Output("output", OnnxType.Float, "n", Classes, "h", "w")
        .Constant("weight", [Classes, 1, 1, 1], [.. Enumerable.Range(0, Classes).Select(k => 2f * k)])
        .Constant("bias", [Classes], [.. Enumerable.Range(0, Classes).Select(k => -(float)k * k)])
        .Constant("shape", [4], 0L, Classes, rows, columns ?? rows)
        .Node("Conv", ["input", "weight", "bias"], "scores").Node("Reshape", ["scores", "shape"], "output").Build();

    private static int Value(int row, int column) => ((row * 31) + (column * 17) + (row * column)) % Classes;
}
