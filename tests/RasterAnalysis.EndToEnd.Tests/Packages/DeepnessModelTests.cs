using System.Text;
using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Packages;

/// <summary>The networks that Deepness tests itself with: each gives the raster of one plain run of ONNX Runtime, or is refused for what it is.</summary>
public sealed class DeepnessModelTests(SharedService service)
{
    private const int Side = 480;
    private const int Margin = 16;
    private const int Tile = Side + (2 * Margin);

    /// <summary>File, and the classes of its <c>.emd</c>: 0 to have them filled from the file's own metadata.</summary>
    public static TheoryData<string, int> Segmentors => new()
    {
        { "dummy_regression_models__one_output_sigmoid_bsx1x512x512", 0 },
        { "dummy_regression_models__one_output_sigmoid_bsx512x512", 1 },
        { "dummy_regression_models__two_outputs_sigmoid_bsx1x512x512", 0 },
        { "dummy_regression_models__two_outputs_sigmoid_bsx512x512", 1 },
        { "dummy_segmentation_models__different_output_size_512_to_484", 2 },
        { "dummy_segmentation_models__dummy_model", 3 },
        { "dummy_segmentation_models__one_output_sigmoid_bsx1x512x512", 0 },
        { "dummy_segmentation_models__one_output_sigmoid_bsx512x512", 0 },
        { "dummy_segmentation_models__one_output_softmax_bsx2x512x512", 2 },
        { "dummy_segmentation_models__two_outputs_sigmoid_bsx1x512x512", 0 },
        { "dummy_segmentation_models__two_outputs_sigmoid_bsx512x512", 1 },
        { "dummy_segmentation_models__two_outputs_softmax_bsx2x512x512", 0 },
        { "one_output_sigmoid_red_detector", 1 },
    };

    public static TheoryData<string, string> Others => new()
    {
        { "dummy_recognition_model", "Regression" },
        { "dummy_regression_models__dummy_regression_model", "Regressor" },
        { "dummy_regression_models__dummy_regression_model_batched", "Regressor" },
        { "dummy_superresolution_model", "sharpens images" },
    };

    [Theory]
    [MemberData(nameof(Segmentors))]
    public async Task A_segmentor_gives_the_raster_of_a_plain_run(string name, int classes)
    {
        var network = Read(name);
        var (job, raster) = await service.Client.ClassifyAsync(
            TiffFile.Byte(Side, Side, 3, (band, row, column) => (byte)Value(band, row, column)), Package(network, classes), new JsonObject { ["threshold"] = "0.5" });

        Assert.Contains(ServiceClient.Messages(job), text => text.Contains("exact, tiled equals whole", StringComparison.Ordinal));
        var expected = Run(network);
        var found = new HashSet<uint>();
        for (var row = 0; row < Side; row++)
        {
            for (var column = 0; column < Side; column++)
            {
                Assert.True(raster.At(row, column) == expected[row, column], $"({row}, {column}) is {raster.At(row, column)}, not {expected[row, column]}");
                found.Add(raster.At(row, column));
            }
        }

        Assert.DoesNotContain(255u, found);
    }

    [Fact]
    public async Task Names_come_from_the_files_own_metadata()
    {
        var model = await service.Client.AddAsync(Package(Read("dummy_segmentation_models__two_outputs_softmax_bsx2x512x512"), 0), "model.dlpk");
        var described = await service.Client.GetAsync($"api/v1/items/{model["id"]}/model");

        Assert.Equal(["Coffee", "Tea"], described["classes"]!.AsArray().Select(c => (string)c!["name"]!));
        Assert.Contains(model["warnings"]!.AsArray(), warning => ((string)warning!).Contains("metadata", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task A_network_that_classifies_no_pixels_is_refused_for_what_it_is(string name, string reason)
    {
        var (status, problem) = await service.Client.TryAddAsync(Package(Read(name), 3), "model.dlpk");

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, status);
        Assert.Contains(reason, problem.ToJsonString(), StringComparison.Ordinal);
    }

    private static byte[] Read(string name)
    {
        var path = SharedData.Find($"models/{name}.onnx");
        Assert.SkipWhen(path is null, "shared/data/models is not beside the project, so Deepness's networks are NOT tested here.");
        return File.ReadAllBytes(path!);
    }

    private static byte[] Package(byte[] network, int classes)
    {
        var definition = TestPackages.Definition(
            classes == 1 ? [(1, "It", [255, 0, 0])] : TestPackages.NumberedClasses(classes), ("DataRange", new JsonArray(0, 1)), ("ImageHeight", null), ("ImageWidth", null));
        if (classes == 0)
        {
            definition.Remove("Classes");
        }

        return TestPackages.Zip(("model.emd", Encoding.UTF8.GetBytes(definition.ToJsonString())), ("network.onnx", network));
    }

    private static uint[,] Run(byte[] network)
    {
        var input = new float[3 * Tile * Tile];
        for (var i = 0; i < input.Length; i++)
        {
            input[i] = Value(i / (Tile * Tile), Mirrored.Index((i / Tile % Tile) - Margin, Side), Mirrored.Index((i % Tile) - Margin, Side)) * (1f / 255);
        }

        using var session = new InferenceSession(network);
        using var tensor = OrtValue.CreateTensorValueFromMemory(input, [1, 3, Tile, Tile]);
        using var options = new RunOptions();
        using var results = session.Run(options, [session.InputNames[0]], [tensor], ["output"]);
        var shape = results[0].GetTensorTypeAndShape().Shape;
        var scores = results[0].GetTensorDataAsSpan<float>();
        var size = (int)shape[^1];
        var channels = scores.Length / (size * size);
        var crop = (Tile - size) / 2;
        var classes = new uint[Side, Side];
        for (var row = 0; row < Side; row++)
        {
            for (var column = 0; column < Side; column++)
            {
                var at = ((row + Margin - crop) * size) + column + Margin - crop;
                classes[row, column] = channels == 1 ? (scores[at] > 0.5f ? 1u : 0u) : Best(scores, at, channels, size * size);
            }
        }

        return classes;
    }

    private static uint Best(ReadOnlySpan<float> scores, int at, int channels, int plane)
    {
        var best = 0;
        for (var channel = 1; channel < channels; channel++)
        {
            best = scores[(channel * plane) + at] > scores[(best * plane) + at] ? channel : best;
        }

        return (uint)best;
    }

    private static int Value(int band, int row, int column) => (int)(
        127 + (80 * Math.Sin((row * 0.031 * (band + 1)) + (column * 0.017))) + ((uint)((row * 7919) ^ (column * 104729) ^ (band * 31)) * 2654435761u >> 27));
}
