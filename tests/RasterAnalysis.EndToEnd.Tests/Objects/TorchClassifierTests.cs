using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Objects;

/// <summary>torchvision's ResNet18, exported by torch, says of objects what torch says of the same pixels.</summary>
public sealed class TorchClassifierTests(ChipService service, ITestOutputHelper output) : IClassFixture<ChipService>
{
    // sums in another order, in per cent
    private const double Tolerance = 0.01;

    [Fact]
    public async Task Each_box_has_the_class_and_the_confidence_of_torch()
    {
        var torch = TorchClassifier.Make();
        var raster = TiffFile.Byte(
            TorchClassifier.Columns, TorchClassifier.Rows, 3, (band, row, column) => torch.Picture[(((band * TorchClassifier.Rows) + row) * TorchClassifier.Columns) + column]);
        var model = TestPackages.Package(
            TestPackages.Definition(
                TestPackages.NumberedClasses(TorchClassifier.Classes),
                ("ModelType", "ObjectClassification"), ("ImageHeight", TorchClassifier.Side), ("ImageWidth", TorchClassifier.Side), ("ExtractBands", new JsonArray(0, 1, 2)), ("CropSizeFixed", 0),
                ("BlackenAroundFeature", 0), ("NormalizationStats", Statistics())),
            torch.Network);
        var request = service.Request((string)(await service.Client.AddAsync(model, "resnet.dlpk"))["id"]!, new JsonObject
        {
            ["spatialReference"] = new JsonObject { ["wkid"] = 32633 }, ["features"] = new JsonArray([.. torch.Boxes.Select(FeatureOf)]),
        });
        request["inputRaster"]!["itemId"] = (string)(await service.Client.AddAsync(raster, "picture.tif"))["id"]!;

        var table = await ClassifiedTable.ClassifyAsync(service.Client, request);

        Assert.Equal(torch.Boxes.Length, table.Rows.Count);
        var farthest = 0.0;
        foreach (var (probabilities, row) in torch.Probabilities.Zip(table.Rows))
        {
            var best = Array.IndexOf(probabilities, probabilities.Max());
            Assert.Equal($"Class {best}", row.Class);
            farthest = Math.Max(farthest, Math.Abs((100 * probabilities[best]) - row.Confidence!.Value));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{table.Rows.Count} objects, at most {farthest:0.000000} per cent from torch's"));
        Assert.InRange(farthest, 0, Tolerance);
        Assert.True(table.Rows.Select(row => row.Class).Distinct().Count() == TorchClassifier.Classes);
    }

    private static JsonObject Statistics() => new()
    {
        ["band_min_values"] = new JsonArray(0, 0, 0), ["band_max_values"] = new JsonArray(255, 255, 255),
        ["scaled_mean_values"] = new JsonArray(0.485, 0.456, 0.406), ["scaled_std_values"] = new JsonArray(0.229, 0.224, 0.225),
    };

    private static JsonObject FeatureOf(int[] box)
    {
        var (left, top, right, bottom) = (500000 + (10 * box[0]), 5000000 - (10 * box[1]), 500000 + (10 * (box[0] + box[2])), 5000000 - (10 * (box[1] + box[3])));
        return new JsonObject
        {
            ["geometry"] = new JsonObject
            {
                ["rings"] = new JsonArray(new JsonArray(
                    new JsonArray(left, top), new JsonArray(right, top), new JsonArray(right, bottom), new JsonArray(left, bottom), new JsonArray(left, top))),
            },
        };
    }
}
