using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Packages;

/// <summary><c>DataRange</c> maps 0 to 255 onto its range for 8-bit input; the job argument <c>data_range</c> comes first.</summary>
public sealed class DataRangeTests(SharedService service)
{
    [Theory]
    [InlineData(null, 127.5, "mapped onto 0 to 1 by DataRange of the .emd")]
    [InlineData("none", 0.5, "data_range is none")]
    [InlineData("0,10", 12.75, "mapped onto 0 to 10 by the job argument data_range")]
    [InlineData("-1,1", 191.25, "mapped onto -1 to 1 by the job argument data_range")]
    public async Task The_range_that_is_applied_is_said(string? argument, double thresholdInPixels, string message)
    {
        var definition = TestPackages.Definition(TestPackages.NumberedClasses(2), ("DataRange", new JsonArray(0, 1)));

        var (job, raster) = await service.Client.ClassifyAsync(
            TiffFile.Byte(16, 16, 1, (_, row, column) => (byte)((row * 16) + column)),
            TestPackages.Package(definition, TinyNetworks.TwoClassesByThreshold(0.5f)),
            argument is null ? null : new JsonObject { ["data_range"] = argument });

        Assert.Equal(Enumerable.Range(0, 256).Select(value => value > thresholdInPixels ? 1u : 0u), raster.Levels[0].Pixels);
        Assert.Contains(ServiceClient.Messages(job), text => text.Contains(message, StringComparison.Ordinal));
    }
}
