using System.Net;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;

namespace RasterAnalysis.EndToEnd.Tests.Packages;

/// <summary>Python raster functions do not run unless the operator says so.</summary>
public sealed class PythonFunctionsOffTests(SharedService service)
{
    [Fact]
    public async Task A_package_that_runs_by_its_function_is_refused_with_the_setting_that_allows_it()
    {
        var classes = TestPackages.NumberedClasses(3);
        async Task RefusesAsync(byte[] package, string reason)
        {
            var (status, body) = await service.Client.TryAddAsync(package, "function.dlpk");
            var message = (string)body["errors"]![0]!["message"]!;
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains(reason, message, StringComparison.Ordinal);
            Assert.Contains("RasterAnalysis__PythonFunctions__Mode", message, StringComparison.Ordinal);
        }

        await RefusesAsync(FunctionService.Package("TileMean", classes, ("ExtractBands", new JsonArray(0, 1, 2))), "runs by the Python raster function 'TileMean.py'");
        await RefusesAsync(
            FunctionService.Package("TorchSums", CheckpointFile.Write([("kernel", [1], [1f])], isLegacy: false), classes),
            "The package's own Python raster function 'TorchSums.py' could run it");
    }
}
