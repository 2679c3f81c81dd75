using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.Models;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;

namespace RasterAnalysis.Core.Tests.Models.PythonFunctions;

/// <summary>Which defaults of a package's own function hold.</summary>
public sealed class FunctionDefaultsTests : IDisposable
{
    private const string Function =
        """
        class Segment:
            def getParameterInfo(self):
                return [
                    {'name': 'raster'}, {'name': 'padding', 'value': '12'}, {'name': 'BatchSize', 'value': 3}, {'name': 'threshold', 'value': 7},
                    {'name': 'test_time_augmentation', 'value': True}, {'name': 'resolution', 'value': 10, 'dataType': 'numeric', 'description': 'Centimetres'},
                ]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-function-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Segment.py")]
    [InlineData(".\\Segment.py")]
    [InlineData("C:\\Users\\ann\\Segment.py")]
    [InlineData("[Functions]System\\DeepLearning\\ArcGISLearn\\Segment.py")]
    public void Defaults_that_the_built_in_function_takes_hold(string written)
    {
        var package = Read(written, Function);

        Assert.Equal(["padding", "BatchSize", "threshold", "test_time_augmentation", "resolution"], package.Function!.Arguments.Select(argument => argument.Name));
        Assert.Equal([("BatchSize", "3"), ("padding", "12"), ("test_time_augmentation", "True")], package.ArgumentDefaults.Texts.Select(pair => (pair.Key, pair.Value)).Order());
        var values = package.ArgumentDefaults.Values;
        Assert.Equal((3, 12, null, true), (values.BatchSize, values.Padding, values.Threshold, values.TestTimeAugmentation));
        Assert.Contains("Segment.py: the default of threshold cannot be taken: '7' must be a number from 0 to 1.", package.Warnings);
    }

    [Fact]
    public void The_definition_wins_over_the_function()
    {
        var package = Read("Segment.py", Function, ("ModelPadding", 8), ("BatchSize", 2), ("Threshold", 0.25), ("test_time_augmentation", false));

        Assert.Empty(package.ArgumentDefaults.Texts);
        Assert.Null(package.ArgumentDefaults.Values.Padding);
        Assert.Empty(package.Warnings);
    }

    [Fact]
    public void The_job_wins_over_both()
    {
        var job = ModelArguments.Parse(new Dictionary<string, string> { ["Batch_Size"] = "9", ["padding"] = " ", ["other"] = "x" }, []);
        var package = ModelArguments.Parse(new Dictionary<string, string> { ["BatchSize"] = "3", ["padding"] = "12" }, []);

        var filled = job.Or(package);

        Assert.Equal((9, 12), (filled.BatchSize, filled.Padding));
        Assert.Equal(["other"], filled.UnknownNames);
    }

    [Theory]
    [InlineData("Gone.py", "InferenceFunction 'Gone.py' is not in the package, so its own arguments are not known.")]
    [InlineData("Broken.py", "Broken.py: is no Python that can be read")]
    public void What_cannot_be_read_is_a_warning_of_the_package(string written, string expected)
    {
        File.WriteAllText(Path.Combine(_folder, "Broken.py"), "class A:\n  x = )\n");

        Assert.Contains(Read(written, Function).Warnings, warning => warning.StartsWith(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Custom")]
    [InlineData("[Functions]System\\DeepLearning\\ArcGISLearn\\ArcGISImageClassifier.py")]
    public void A_function_that_no_package_brings_is_no_fault(string written)
    {
        var package = Read(written, Function);

        Assert.Null(package.Function);
        Assert.Empty(package.Warnings);
    }

    private ModelPackage Read(string written, string function, params (string Key, JsonNode? Value)[] more)
    {
        File.WriteAllText(Path.Combine(_folder, "Segment.py"), function);
        File.WriteAllBytes(Path.Combine(_folder, "network.onnx"), TinyNetworks.CopyBand(2));
        var definition = TestPackages.Definition(TestPackages.NumberedClasses(2), [("InferenceFunction", written), .. more]);
        File.WriteAllBytes(Path.Combine(_folder, "model.emd"), Encoding.UTF8.GetBytes(definition.ToJsonString()));
        return ModelPackageReader.Read(_folder);
    }
}
