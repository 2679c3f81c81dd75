using System.IO.Compression;
using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.EndToEnd.Tests.Pixels;
using RasterAnalysis.Testing;

namespace RasterAnalysis.EndToEnd.Tests.Samples;

/// <summary>What each sample makes of the scene in one piece, by ONNX Runtime, torch or plain arithmetic, with none of the service's code.</summary>
internal static class SampleLabels
{
    private const int Pixels = SampleScene.Width * SampleScene.Height;

    /// <summary>Class values by row and column.</summary>
    public static int[,] Of(string file, SampleScene scene)
    {
        var content = File.ReadAllBytes(RepositoryFiles.Path($"samples/{file}"));
        return Path.GetFileName(file) switch
        {
            "land-cover.dlpk" => LandCover(content, scene),
            "deepness.onnx" => Deepness(content, scene),
            "stac-mlm.zip" => StacItem(content, scene),
            "forest.dlpk" => Rows(Entry(content, "forest.onnx"), scene),
            "maximum-likelihood.ecd" => MostLikely(content, scene),
            "arcgis-learn.dlpk" => ByChannel(ArcGisLearn(content, scene)),
            "python-function.dlpk" => NearestMean(content, scene),
            "torchscript.dlpk" => ByTorch(Entry(content, "land-cover.pt"), scene),
            _ => throw new ArgumentException($"{file} has no labels of its own.", nameof(file)),
        };
    }

    /// <summary>Scores of the sample of arcgis.learn, for the scene in one tile, by class value from 1, row and column.</summary>
    public static float[,,] ArcGisLearn(byte[] content, SampleScene scene)
    {
        var statistics = Json(content, "land-cover.emd")["NormalizationStats"]!;
        const int Channels = 7;
        var image = new float[SampleScene.Bands * OneTile * OneTile];
        for (var i = 0; i < image.Length; i++)
        {
            var band = i / (OneTile * OneTile);
            image[i] = Scaled(statistics, band, scene.At(band, i / OneTile % OneTile, i % OneTile));
        }

        var scores = TorchCheckpoint.Run(Entry(content, "land-cover.pth"), SampleScene.Bands, Channels, image);
        var byPlace = new float[Channels, SampleScene.Height, SampleScene.Width];
        for (var channel = 0; channel < Channels; channel++)
        {
            Each((row, column) => byPlace[channel, row, column] = scores[(((channel * OneTile) + row) * OneTile) + column]);
        }

        return byPlace;
    }

    /// <summary>A multiple of that sample's stride that holds the scene.</summary>
    public const int OneTile = 384;

    /// <summary>The class whose mean is nearest to the mean of the 5 × 5 pixels around, as far as there are any.</summary>
    private static int[,] NearestMean(byte[] content, SampleScene scene)
    {
        var trained = Json(content, "means.json");
        double[][] means = [.. trained["means"]!.AsArray().Select(own => own!.AsArray().Select(value => (double)value!).ToArray())];
        double[] deviations = [.. trained["deviations"]!.AsArray().Select(value => (double)value!)];
        var labels = new int[SampleScene.Height, SampleScene.Width];
        Each((row, column) =>
        {
            (int Row, int Column)[] window =
            [
                .. Enumerable.Range(0, 25).Select(i => (Row: row - 2 + (i / 5), Column: column - 2 + (i % 5)))
                    .Where(place => place.Row is >= 0 and < SampleScene.Height && place.Column is >= 0 and < SampleScene.Width),
            ];
            double[] around = [.. Enumerable.Range(0, SampleScene.Bands).Select(band => window.Sum(place => scene.At(band, place.Row, place.Column)) / (double)window.Length)];
            return labels[row, column] = Enumerable.Range(0, means.Length).MinBy(own => around.Select((mean, band) => Math.Pow((mean - means[own][band]) / deviations[band], 2)).Sum());
        });
        return labels;
    }

    private static int[,] LandCover(byte[] content, SampleScene scene)
    {
        var statistics = Json(content, "land-cover.emd")["NormalizationStats"]!;
        return Whole(Entry(content, "land-cover.onnx"), scene, (band, value) => Scaled(statistics, band, value), margin: 56, stride: 8);
    }

    private static int[,] Deepness(byte[] content, SampleScene scene)
    {
        using var session = new InferenceSession(content);
        float[] Numbers(string key) => [.. JsonNode.Parse(session.ModelMetadata.CustomMetadataMap[key])!.AsArray().Select(number => (float)number!)];
        var (mean, deviation) = (Numbers("standardization_mean"), Numbers("standardization_std"));
        return Whole(content, scene, (band, value) => ((value / 255f) - mean[band]) / deviation[band], margin: 4, stride: 1);
    }

    private static int[,] StacItem(byte[] content, SampleScene scene)
    {
        var scaling = Json(content, "item.json")["properties"]!["mlm:input"]![0]!["value_scaling"]!;
        return Whole(
            Entry(content, "network.onnx"), scene, (band, value) => (value - (float)scaling[band]!["mean"]!) / (float)scaling[band]!["stddev"]!, margin: 0, stride: 1);
    }

    private static int[,] Rows(byte[] network, SampleScene scene)
    {
        var rows = new float[Pixels * SampleScene.Bands];
        for (var i = 0; i < rows.Length; i++)
        {
            var pixel = i / SampleScene.Bands;
            rows[i] = scene.At(i % SampleScene.Bands, pixel / SampleScene.Width, pixel % SampleScene.Width);
        }

        using var session = new InferenceSession(network);
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(rows, [Pixels, SampleScene.Bands]);
        using var results = session.Run(options, ["X"], [input], ["output_label"]);
        var labels = results[0].GetTensorDataAsSpan<long>().ToArray();
        return Each((row, column) => (int)labels[(row * SampleScene.Width) + column]);
    }

    private static int[,] MostLikely(byte[] content, SampleScene scene)
    {
        var classifier = new ClassifierFile(JsonNode.Parse(content)!.AsObject());
        return Each((row, column) => (int)classifier.ClassOf([.. Enumerable.Range(0, SampleScene.Bands).Select(band => (double)scene.At(band, row, column))]));
    }

    private static int[,] ByTorch(byte[] module, SampleScene scene)
    {
        // more than the ten pixels that its layers reach
        const int Margin = 16;
        var columns = SampleScene.Width + (2 * Margin);
        var labels = TorchScriptModule.Classify(
            module, SampleScene.Bands, SampleScene.Height + (2 * Margin), columns, (band, row, column) => scene.At(band, row - Margin, column - Margin));
        return Each((row, column) => (int)labels[((row + Margin) * columns) + column + Margin]);
    }

    /// <summary>Of arcgis.learn's channels the first is the background, which does not win.</summary>
    private static int[,] ByChannel(float[,,] scores) =>
        Each((row, column) => Enumerable.Range(1, scores.GetLength(0) - 1).MaxBy(channel => scores[channel, row, column]));

    private static int[,] Whole(byte[] network, SampleScene scene, Func<int, byte, float> normalise, int margin, int stride) => WholeRun.Classify(
        network, SampleScene.Bands, SampleScene.Width, SampleScene.Height, (band, row, column) => normalise(band, scene.At(band, row, column)), margin, stride);

    private static float Scaled(JsonNode statistics, int band, byte value)
    {
        float Of(string name) => (float)statistics[$"{name}_values"]![band]!;
        return (((value - Of("band_min")) / (Of("band_max") - Of("band_min"))) - Of("scaled_mean")) / Of("scaled_std");
    }

    private static T[,] Each<T>(Func<int, int, T> at)
    {
        var all = new T[SampleScene.Height, SampleScene.Width];
        for (var pixel = 0; pixel < Pixels; pixel++)
        {
            all[pixel / SampleScene.Width, pixel % SampleScene.Width] = at(pixel / SampleScene.Width, pixel % SampleScene.Width);
        }

        return all;
    }

    private static JsonNode Json(byte[] archive, string name) => JsonNode.Parse(Entry(archive, name))!;

    private static byte[] Entry(byte[] archive, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        using var entry = zip.GetEntry(name)!.Open();
        using var content = new MemoryStream();
        entry.CopyTo(content);
        return content.ToArray();
    }
}
