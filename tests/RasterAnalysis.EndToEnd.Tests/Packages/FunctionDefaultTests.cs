using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Packages;

/// <summary>Defaults that stand in a package's own Python function hold, until the job says otherwise.</summary>
public sealed class FunctionDefaultTests(SharedService shared)
{
    private const string Function =
        """
        class Function:
            def getParameterInfo(self):
                return [{'name': 'threshold', 'dataType': 'numeric', 'value': 0.95, 'required': False},
                        {'name': 'speckle', 'dataType': 'numeric', 'value': 3, 'required': False}]
        """;

    private static readonly byte[] Raster = TiffFile.Byte(50, 30, 1, (_, row, column) => (byte)((row + column) % 4));

    [Theory]
    [InlineData(null, 3)] // sigmoid(4·(3 − 1.5)) = 0.998
    [InlineData("", 3)]
    [InlineData("0.5", 2)] // sigmoid(4·(2 − 1.5)) = 0.881
    public async Task The_threshold_of_the_function_holds_unless_the_job_gives_one(string? given, int firstHigh)
    {
        var package = TestPackages.Zip(
            ("model.emd", Encoding.UTF8.GetBytes(TestPackages.Definition([(1, "High", [9, 9, 9])], ("InferenceFunction", "Function.py")).ToJsonString())),
            ("network.onnx", TinyNetworks.OneChannel(1.5f, 4, sigmoid: true)), ("Function.py", Encoding.UTF8.GetBytes(Function)));

        var (job, raster) = await shared.Client.ClassifyAsync(Raster, package, given is null ? null : new JsonObject { ["threshold"] = given, ["speckle"] = "5" });

        for (var row = 0; row < 30; row++)
        {
            for (var column = 0; column < 50; column++)
            {
                Assert.Equal((row + column) % 4 >= firstHigh ? 1u : 0u, raster.At(row, column));
            }
        }

        Assert.Equal(given != "0.5", ServiceClient.Messages(job).Contains("Defaults of the package's Function.py hold for: threshold 0.95."));
        Assert.Equal(given is not null, ServiceClient.Messages(job, "warning").Contains("The model argument speckle is not known to the built-in function and was left aside."));
    }
}
