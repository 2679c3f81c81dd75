using System.Text.Json.Nodes;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Core.Tests.Inference;

/// <summary>The rules of <c>docs/reference/model-packages.md#normalisation</c>, first that applies. Expected values are worked out by hand.</summary>
public sealed class NormalizationRulesTests
{
    private static readonly JsonObject AllStats = new()
    {
        ["band_min_values"] = new JsonArray(10, 0, 100),
        ["band_max_values"] = new JsonArray(30, 1, 300),
        ["scaled_mean_values"] = new JsonArray(0.5, 0.25, 0.5),
        ["scaled_std_values"] = new JsonArray(0.25, 0.5, 0.1),
        ["band_mean_values"] = new JsonArray(1, 1, 1),
        ["band_std_values"] = new JsonArray(1, 1, 1),
    };

    [Fact]
    public void Stats_map_minimum_to_maximum_then_mean_and_deviation()
    {
        var normalization = Choose([("NormalizationStats", AllStats)], [1, 2, 3]);

        Assert.Contains("NormalizationStats", normalization.Description, StringComparison.Ordinal);
        Assert.Equal((0, 2, -2), (Apply(normalization, 0, 20), Apply(normalization, 0, 30), Apply(normalization, 0, 10)));
        Assert.Equal(-0.5, Apply(normalization, 1, 0), 12);
        Assert.Equal(5, Apply(normalization, 2, 300), 12);
    }

    [Theory]
    [InlineData(new[] { 2, 0 }, "1,3")]
    [InlineData(new int[0], "3,1")]
    public void Stats_of_mapped_bands_are_those_of_the_raster_that_the_model_was_trained_on(int[] extractBands, string mapping)
    {
        // trained on bands A, B, C; this raster has C, B, A
        var listed = extractBands.Length > 0 ? new JsonArray([.. extractBands.Select(index => (JsonNode)index)]) : null;
        var definition = Some.Definition([1], ("NormalizationStats", AllStats.DeepClone()), ("ExtractBands", listed));
        var raster = Some.Raster(Some.Band(1), Some.Band(2), Some.Band(3));
        var arguments = ModelArguments.Parse(new Dictionary<string, string> { ["band_mapping"] = mapping }, []);

        var bands = BandSelection.Select(definition, raster, 2, arguments.BandMapping, []);
        var normalization = NormalizationRules.Choose(definition, bands, raster, TensorElementType.Float, arguments, []);

        int[] trained = extractBands.Length > 0 ? extractBands : [0, 1];
        Assert.Equal(mapping.Split(',').Select(int.Parse), bands.Select(band => band.Number));
        double[][] middles = [[20], [0.25], [200]];
        Assert.Equal([0, 0], trained.Select((index, i) => Math.Round(Apply(normalization, i, middles[index][0]), 12)));
    }

    [Fact]
    public void Stats_are_indexed_by_the_rasters_bands()
    {
        var normalization = Choose([("NormalizationStats", AllStats)], [3, 1]);

        Assert.Equal((0, 0), (Math.Round(Apply(normalization, 0, 200), 12), Math.Round(Apply(normalization, 1, 20), 12)));
    }

    [Fact]
    public void Stats_of_mean_and_deviation_only_are_taken_as_they_are()
    {
        var stats = new JsonObject { ["band_mean_values"] = new JsonArray(100, 50, 0), ["band_std_values"] = new JsonArray(10, 0, 2) };
        var normalization = Choose([("NormalizationStats", stats)], [1, 2, 3]);

        // a deviation of 0 divides by nothing
        Assert.Equal((1, 5, 3), (Apply(normalization, 0, 110), Apply(normalization, 1, 55), Apply(normalization, 2, 6)));
    }

    [Fact]
    public void Of_arcgis_learn_without_stats_it_is_that_of_ImageNet()
    {
        var normalization = Choose([("Framework", "arcgis.learn.models._inferencing")], [1, 2, 3]);

        Assert.Contains("ImageNet", normalization.Description, StringComparison.Ordinal);
        Assert.Equal((100 / 255.0 - 0.485) / 0.229, Apply(normalization, 0, 100), 9);
        Assert.Equal((200 / 255.0 - 0.406) / 0.225, Apply(normalization, 2, 200), 9);
    }

    [Theory]
    [InlineData(PixelType.U8, 127.5, 0, "8-bit")]
    [InlineData(PixelType.U16, 32767.5, 0, "the range of U16")]
    [InlineData(PixelType.S16, -0.5, 0, "the range of S16")]
    public void DataRange_maps_the_types_range_onto_it(PixelType type, double middle, double expected, string origin)
    {
        var normalization = NormalizationRules.Choose(
            Some.Definition([1], ("DataRange", new JsonArray(-1, 1))), [Some.Band(1, type)], 1, TensorElementType.Float, null, []);

        Assert.Equal(expected, Apply(normalization, 0, middle), 9);
        Assert.Contains(origin, normalization.Description, StringComparison.Ordinal);
        Assert.Contains("DataRange", normalization.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void DataRange_of_other_types_takes_statistics_first()
    {
        var band = Some.Band(1, PixelType.U16, new BandStatistics(100, 300, 0, 0));
        var normalization = NormalizationRules.Choose(Some.Definition([1], ("DataRange", new JsonArray(0, 1))), [band], 1, TensorElementType.Float, null, []);

        Assert.Equal((0, 1), (Apply(normalization, 0, 100), Apply(normalization, 0, 300)));
    }

    [Fact]
    public void DataRange_of_floats_without_statistics_warns_and_feeds_the_values()
    {
        var warnings = new List<string>();
        var normalization = NormalizationRules.Choose(
            Some.Definition([1], ("DataRange", new JsonArray(0, 1))), [Some.Band(1, PixelType.F32)], 1, TensorElementType.Float, null, warnings);

        Assert.Equal(BandNormalization.None, normalization.Bands[0]);
        Assert.Single(warnings);
    }

    [Theory]
    [InlineData("none", 100, 100)]
    [InlineData("0,2", 255, 2)]
    [InlineData("[-1, 1]", 0, -1)]
    public void Data_range_argument_comes_before_everything(string argument, double value, double expected)
    {
        var normalization = NormalizationRules.Choose(
            Some.Definition([1], ("NormalizationStats", AllStats.DeepClone()), ("DataRange", new JsonArray(5, 6))), [Some.Band(1)], 1,
            TensorElementType.Float, DataRangeArgument.Parse(argument), []);

        Assert.Equal(expected, Apply(normalization, 0, value), 9);
        Assert.Contains("data_range", normalization.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PixelType.U16, 65535, 1, "the range of U16")]
    [InlineData(PixelType.S16, -32768, 0, "the range of S16")]
    [InlineData(PixelType.F32, 255, 1, "the raster's statistics")]
    public void Data_range_argument_maps_the_types_range_whatever_the_statistics(PixelType type, double value, double expected, string origin)
    {
        var band = Some.Band(1, type, new BandStatistics(47, 255, 0, 0));
        var normalization = NormalizationRules.Choose(Some.Definition([1]), [band], 1, TensorElementType.Float, DataRangeArgument.Parse("0,1"), []);

        Assert.Equal(expected, Apply(normalization, 0, value), 9);
        Assert.Contains(origin, normalization.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_range_argument_of_floats_without_statistics_is_refused()
    {
        var fault = Assert.Throws<InvalidRequestException>(() => NormalizationRules.Choose(
            Some.Definition([1]), [Some.Band(1, PixelType.F32)], 1, TensorElementType.Float, DataRangeArgument.Parse("0,1"), []));

        Assert.Equal("modelArguments.data_range", Assert.Single(fault.Errors).Field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1,1")]
    [InlineData("2,1")]
    [InlineData("0,NaN")]
    [InlineData("0,1,2")]
    public void Data_range_argument_that_is_none_is_not_read(string text) => Assert.Null(DataRangeArgument.Parse(text));

    [Fact]
    public void Integers_are_fed_as_they_are() => Assert.Equal(
        BandNormalization.None,
        NormalizationRules.Choose(Some.Definition([1], ("DataRange", new JsonArray(0, 1))), [Some.Band(1)], 1, TensorElementType.UInt8, null, []).Bands[0]);

    [Fact]
    public void Nothing_said_feeds_the_values() => Assert.All(Choose([], [1, 2]).Bands, band => Assert.Equal(BandNormalization.None, band));

    [Fact]
    public void Stats_too_short_for_the_band_are_refused()
    {
        var stats = new JsonObject { ["band_min_values"] = new JsonArray(0), ["band_max_values"] = new JsonArray(1) };

        Assert.Throws<ModelPackageException>(() => NormalizationRules.Choose(
            Some.Definition([1], ("NormalizationStats", stats)), [Some.Band(2), Some.Band(3)], 3, TensorElementType.Float, null, []));
    }

    private static Normalization Choose((string, JsonNode?)[] keys, int[] bands) =>
        NormalizationRules.Choose(Some.Definition([1], keys), [.. bands.Select(b => Some.Band(b))], 3, TensorElementType.Float, null, []);

    private static double Apply(Normalization normalization, int band, double value)
    {
        var rule = normalization.Bands[band];
        return ((value - rule.Center) * rule.Factor) + rule.Bias;
    }
}
