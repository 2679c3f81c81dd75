using RasterAnalysis.Json;
using RasterAnalysis.Models;

namespace RasterAnalysis.Core.Tests.Models;

/// <summary>Model arguments on their way from a request to an instance, by way of the database.</summary>
public sealed class GivenArgumentsTests
{
    private static readonly Dictionary<string, string> All = new()
    {
        ["padding"] = "56", ["batch_size"] = "4", ["tile_size"] = "256", ["predict_background"] = "False", ["threshold"] = "0.25", ["data_range"] = "0,1",
        ["test_time_augmentation"] = "True", ["merge_policy"] = "max", ["return_probability_raster"] = "True", ["allow_palette"] = "False", ["band_mapping"] = "3,red",
        ["precision"] = "int8", ["int8_tolerance"] = "0.5", ["values"] = "x",
    };

    [Fact]
    public void What_was_read_comes_back_with_the_texts()
    {
        var back = There(GivenArguments.Read(All, []));

        Assert.Equal(All, back.Texts);
        var values = back.Values;
        Assert.Equal((56, 4, 256, false, 0.25), (values.Padding, values.BatchSize, values.TileSize, values.PredictBackground, values.Threshold));
        Assert.Equal(new DataRangeArgument(new ValueRange(0, 1)), values.DataRange);
        Assert.Equal((true, MergePolicy.Max, true, false), (values.TestTimeAugmentation, values.MergePolicy, values.ReturnProbabilityRaster, values.AllowPalette));
        Assert.Equal(["3", "red"], values.BandMapping!);
        Assert.Equal((NetworkPrecision.Int8, 0.5), (values.Precision, values.Int8Tolerance));
        Assert.Equal(["values"], values.UnknownNames);
    }

    [Fact]
    public void A_data_range_of_none_is_not_one_that_is_not_given()
    {
        Assert.Equal(new DataRangeArgument(null), There(GivenArguments.Read(new Dictionary<string, string> { ["data_range"] = "none" }, [])).Values.DataRange);
        Assert.Null(There(GivenArguments.None).Values.DataRange);
    }

    [Fact]
    public void Texts_that_an_earlier_version_stored_are_read_when_they_are_needed()
    {
        var stored = PlanJson.Read<GivenArguments>(PlanJson.Write(All));

        Assert.Equal(All, stored.Texts);
        Assert.Equal((56, "values"), (stored.Values.Padding, stored.Values.UnknownNames[0]));
        Assert.Equal(56, There(stored).Values.Padding);
    }

    [Fact]
    public void A_text_of_an_earlier_version_that_cannot_be_taken_is_refused_by_its_name()
    {
        var stored = There(PlanJson.Read<GivenArguments>("""{"padding":"wide"}"""));

        Assert.Equal("modelArguments.padding", Assert.Throws<InvalidRequestException>(() => stored.Values).Errors.Single().Field);
    }

    [Fact]
    public void A_blank_does_not_hide_the_same_argument_in_another_spelling() =>
        Assert.Equal(9, GivenArguments.Read(new Dictionary<string, string> { ["batch_size"] = " ", ["BatchSize"] = "9" }, []).Values.BatchSize);

    private static GivenArguments There(GivenArguments given) => PlanJson.Read<GivenArguments>(PlanJson.Write(given));
}
