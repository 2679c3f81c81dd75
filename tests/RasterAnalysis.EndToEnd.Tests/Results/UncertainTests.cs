using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Results;

/// <summary>Pixels of which the network is not sure enough become a class of their own.</summary>
public sealed class UncertainTests(SharedService shared)
{
    private const int Side = 240;
    private const uint Uncertain = 4;

    private static readonly float[] Slopes = [0.02f, -0.03f, 0.05f, 0.01f];
    private static readonly float[] Biases = [0.5f, 4f, -6f, 1f];
    private static readonly byte[] Raster = TiffFile.Byte(Side, Side, 1, (_, row, column) => Value(row, column));
    private static readonly byte[] Package = TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(4)), TinyNetworks.Lines(Slopes, Biases));

    [Theory]
    [InlineData(0.4)]
    [InlineData(0.62)]
    public async Task They_are_those_below_the_probability_and_are_counted_coloured_and_measured(double below)
    {
        var (job, raster) = await shared.Client.ClassifyAsync(Raster, Package, new JsonObject { ["uncertain_below"] = below });

        var expected = Places().Select(place => ExpectedAt(place.Row, place.Column, below)).ToArray();
        Assert.Equal(expected, raster.Levels[0].Pixels);
        Assert.Equal((160, 160, 160), raster.ColorOf((int)Uncertain));
        var count = expected.Count(value => value == Uncertain);
        Assert.InRange(count, 1, expected.Length - 1);
        Assert.Null(job["result"]!["confidence"]);
        var item = await shared.Client.GetAsync($"/api/v1/items/{job["result"]!["itemId"]}");
        Assert.Equal(("Uncertain", count), item["classes"]!.AsArray().Where(one => (int)one!["value"]! == Uncertain).Select(one => ((string)one!["name"]!, (int)one["count"]!)).Single());
        var areas = await shared.Client.GetAsync($"/api/v1/items/{job["result"]!["itemId"]}/areas");
        Assert.Contains(areas["classes"]!.AsArray(), one => (string)one!["name"]! == "Uncertain" && (long)one["pixels"]! == count);
        Assert.Contains(ServiceClient.Messages(job), text => text.Contains($"Pixels whose class has a probability below {below} become the class Uncertain (4)".Replace(',', '.'), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Their_confidence_is_what_it_was_and_small_patches_of_them_go_as_others_do()
    {
        var (job, raster) = await shared.Client.ClassifyAsync(Raster, Package, new JsonObject { ["uncertain_below"] = 0.62, ["confidence"] = "confidence" });
        var confidence = CogFile.Read(await shared.Client.GetBytesAsync((string)job["result"]!["confidence"]!["raster"]!));
        Assert.All(Places(), place => Assert.True(raster.At(place.Row, place.Column) == Uncertain ? confidence.At(place.Row, place.Column) <= 62 : confidence.At(place.Row, place.Column) >= 62));

        var (_, smoothed) = await shared.Client.ClassifyAsync(Raster, Package, new JsonObject { ["uncertain_below"] = 0.62, ["minimum_mapping_unit"] = 12 });
        var values = new int[Side, Side];
        foreach (var (row, column) in Places())
        {
            values[row, column] = (int)raster.At(row, column);
        }

        var merged = PlainPatches.Merge(values, 12, 4);
        Assert.Null(smoothed.FirstDifference((row, column) => (uint)merged[row, column]));
    }

    [Fact]
    public async Task Where_nothing_is_below_no_class_is_added_by_zero()
    {
        var (job, raster) = await shared.Client.ClassifyAsync(Raster, Package, new JsonObject { ["uncertain_below"] = 0 });
        Assert.Equal(Places().Select(place => ExpectedAt(place.Row, place.Column, 0)), raster.Levels[0].Pixels);
        var item = await shared.Client.GetAsync($"/api/v1/items/{job["result"]!["itemId"]}");
        Assert.Equal(4, item["classes"]!.AsArray().Count);
    }

    private static byte Value(int row, int column) => (byte)(((row * row / 40) + (column * 3)) % 251);

    private static uint ExpectedAt(int row, int column, double below)
    {
        var scores = Slopes.Select((slope, k) => (slope * (double)Value(row, column)) + Biases[k]).ToArray();
        var best = Array.IndexOf(scores, scores.Max());
        return Math.Exp(scores[best]) / scores.Sum(Math.Exp) < below ? Uncertain : (uint)best;
    }

    private static IEnumerable<(int Row, int Column)> Places() => Enumerable.Range(0, Side * Side).Select(pixel => (pixel / Side, pixel % Side));
}
