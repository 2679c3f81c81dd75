using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Packages;

/// <summary>Networks over rows of bands: classifiers that scikit-learn has trained give the raster of one plain run of ONNX Runtime over all pixels.</summary>
public sealed class PixelNetworkTests(SharedService service)
{
    private const int Width = 301;
    private const int Height = 203;
    private const int Bands = TrainedClassifier.Bands;

    private static readonly (long Value, string Name, int[] Color)[] Classes =
        [(41, "Deciduous Forest", [104, 171, 95]), (11, "Open Water", [70, 107, 159]), (95, "Wetlands", [108, 159, 184])];

    [Theory]
    [InlineData("forest")]
    [InlineData("forest-text")]
    [InlineData("boosting")]
    [InlineData("boosting-binary")]
    [InlineData("logistic")]
    [InlineData("svm")]
    [InlineData("scores")]
    public async Task A_trained_classifier_gives_the_raster_of_a_plain_run(string kind)
    {
        var network = TrainedClassifier.Make(kind);
        var package = TestPackages.Package(TestPackages.Definition(Classes), network);
        var (job, raster) = await service.Client.ClassifyAsync(TiffFile.Byte(Width, Height, Bands, Sample), package);

        var expected = Run(network);
        Assert.Null(raster.FirstDifference((row, column) => expected[(row * Width) + column]));
        Assert.True(expected.Distinct().Count() >= 2);
        Assert.Equal((70, 107, 159), raster.ColorOf(11));
        Assert.Contains(ServiceClient.Messages(job), text => text.Contains("exact, tiled equals whole", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_card_says_that_the_network_was_wrapped()
    {
        var item = await service.Client.AddAsync(TestPackages.Package(TestPackages.Definition(Classes), TrainedClassifier.Make("forest")), "forest.dlpk");
        var card = await service.Client.GetAsync($"/api/v1/items/{(string)item["id"]!}/model");

        Assert.Contains(card["warnings"]!.AsArray(), warning => ((string)warning!).Contains("wrapped as an image network", StringComparison.Ordinal));
        Assert.Equal(("network", 6), ((string)card["modelName"]!, (int)card["bands"]!));
        Assert.Equal((1, 0, true), ((int)card["seams"]!["stride"]!, (int)card["seams"]!["radius"]!, (bool)card["seams"]!["exact"]!));
    }

    [Fact]
    public async Task Classes_that_the_definition_lacks_are_the_labels()
    {
        var definition = TestPackages.Definition([]);
        definition.Remove("Classes");
        var item = await service.Client.AddAsync(TestPackages.Package(definition, TrainedClassifier.Make("forest-text")), "forest.dlpk");
        var card = await service.Client.GetAsync($"/api/v1/items/{(string)item["id"]!}/model");

        Assert.Equal(
            [(1, "Open Water"), (2, "Deciduous Forest"), (3, "Wetlands")],
            card["classes"]!.AsArray().Select(c => ((int)c!["value"]!, (string)c["name"]!)));
    }

    [Theory]
    [InlineData("forest.onnx")]
    [InlineData("forest.zip")]
    public async Task A_network_alone_is_a_package_by_its_labels(string name)
    {
        var network = TrainedClassifier.Make("logistic");
        var model = await service.Client.AddAsync(name.EndsWith(".zip", StringComparison.Ordinal) ? TestPackages.Zip(("logistic.onnx", network)) : network, name);
        var input = await service.Client.AddAsync(TiffFile.Byte(Width, Height, Bands, Sample), "input.tif");
        var (_, raster) = await service.Client.ClassifyAsync(ServiceClient.Request((string)input["id"]!, (string)model["id"]!));

        var expected = Run(network);
        Assert.Null(raster.FirstDifference((row, column) => expected[(row * Width) + column]));
    }

    [Fact]
    public async Task A_label_that_is_no_class_is_refused_by_name()
    {
        var (status, body) = await service.Client.TryAddAsync(TestPackages.Package(TestPackages.Definition([(11, "Water", [0, 0, 1]), (12, "Land", [0, 1, 0])]), TrainedClassifier.Make("forest")), "forest.dlpk");

        Assert.Equal(400, (int)status);
        Assert.Contains("labels 41, 95 are no Value of Classes (11, 12)", (string)body["detail"]!, StringComparison.Ordinal);
    }

    /// <summary>All pixels as rows, in one run of the file itself.</summary>
    private static uint[] Run(byte[] network)
    {
        var rows = new float[Width * Height * Bands];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = Sample(i % Bands, i / Bands / Width, i / Bands % Width);
        }

        using var session = new InferenceSession(network);
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(rows, [Width * Height, Bands]);
        using var results = session.Run(options, ["X"], [input], [session.OutputNames[0]]);
        if (session.OutputNames[0] == "probabilities")
        {
            var scores = results[0].GetTensorDataAsSpan<float>().ToArray();
            return [.. Enumerable.Range(0, Width * Height).Select(pixel => new uint[] { 11, 41, 95 }[Best(scores.AsSpan(pixel * 3, 3))])];
        }

        return session.OutputMetadata["output_label"].ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.String
            ? [.. results[0].GetStringTensorAsArray().Select(text => (uint)Classes.Single(c => c.Name == text).Value)]
            : [.. results[0].GetTensorDataAsSpan<long>().ToArray().Select(label => (uint)label)];
    }

    /// <summary>Ties go to the lowest channel, which is the class that stands first in the package.</summary>
    private static int Best(ReadOnlySpan<float> scores)
    {
        var best = 1;
        foreach (var label in (int[])[0, 2])
        {
            best = scores[label] > scores[best] ? label : best;
        }

        return best;
    }

    private static byte Sample(int band, int row, int column) =>
        (byte)((uint)(((row / 3 * 7919) ^ (column / 4 * 104729) ^ (band * 1299709)) * 2654435761u) >> 24);
}
