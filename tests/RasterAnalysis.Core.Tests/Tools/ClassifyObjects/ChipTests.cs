using RasterAnalysis.Features;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyObjects;

namespace RasterAnalysis.Core.Tests.Tools.ClassifyObjects;

/// <summary>What the network sees of a feature, and what its numbers mean.</summary>
public sealed class ChipTests
{
    private static readonly GeoTransform NorthUp = new(1000, 10, 0, 5000, 0, -10);

    [Theory]
    [InlineData(1020, 4930, 1050, 4980, 0, 2, 2, 3, 5)]
    [InlineData(1020, 4930, 1050, 4980, 4, -2, -2, 11, 13)]
    [InlineData(1021, 4931, 1049, 4979, 0, 2, 2, 3, 5)]
    [InlineData(1025, 4935, 1025.001, 4935.001, 0, 2, 6, 1, 1)]
    public void A_box_has_every_pixel_that_the_feature_touches(double west, double south, double east, double north, int padding, int column, int row, int width, int height)
    {
        var rules = new ChipRules(false, false, padding, 64, 64);

        Assert.Equal(new PixelWindow(column, row, width, height), rules.WindowOf(PolygonGeometry.Of(new Extent(west, south, east, north)), NorthUp));
    }

    [Fact]
    public void Projecting_to_an_edge_and_back_adds_no_pixel()
    {
        var rules = new ChipRules(false, false, 0, 64, 64);

        Assert.Equal(new PixelWindow(2, 2, 3, 5), rules.WindowOf(PolygonGeometry.Of(new Extent(1020 - 1e-7, 4930 - 1e-7, 1050 + 1e-7, 4980 + 1e-7)), NorthUp));
    }

    [Fact]
    public void A_window_of_one_size_lies_around_the_middle_of_the_box()
    {
        var rules = new ChipRules(true, false, 0, 32, 20);

        var feature = PolygonGeometry.Of(new Extent(1020, 4930, 1060, 4980));

        Assert.Equal((4.0, 4.5), ChipRules.CenterOf(feature, NorthUp));
        Assert.Equal(new PixelWindow(-12, -5, 32, 20), rules.WindowOf(feature, NorthUp));
    }

    [Theory]
    [InlineData(7, 7)]
    [InlineData(5, 13)]
    [InlineData(100, 9)]
    [InlineData(1, 4)]
    public void What_has_one_value_keeps_it_at_any_length(int from, int to)
    {
        var target = new float[to];
        new ResampledAxis(from, to).Apply([.. Enumerable.Repeat(3.5f, from)], 1, target, 1);

        Assert.All(target, value => Assert.Equal(3.5f, value, 1e-5));
    }

    [Fact]
    public void The_same_length_changes_nothing_and_half_of_it_averages()
    {
        float[] line = [1, 5, 2, 8, 3, 9];
        var (same, half) = (new float[6], new float[3]);
        new ResampledAxis(6, 6).Apply(line, 1, same, 1);
        new ResampledAxis(6, 3).Apply(line, 1, half, 1);

        // a triangle of two pixels on each side: weights 1, 3, 3, 1, without those outside
        Assert.Equal(line, same);
        Assert.Equal([((3 * 1) + (3 * 5) + 2) / 7f, (5 + (3 * 2) + (3 * 8) + 3) / 8f, (8 + (3 * 3) + (3 * 9)) / 7f], half.Select(value => value), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Theory]
    [InlineData(new[] { 0.1f, 0.7f, 0.2f }, 1, 0.7)]
    [InlineData(new[] { 0f, 0f }, 0, 0.5)]
    [InlineData(new[] { 1f, 2f, 3f }, 2, 0.6652410)]
    [InlineData(new[] { 1000f, -1000f }, 0, 1)]
    [InlineData(new[] { 0.6f, 0.6f, -0.2f }, 0, 0.4082751)]
    public void Probabilities_stay_and_logits_become_such(float[] scores, int best, double probability)
    {
        var found = ClassScores.Best(scores)!.Value;

        Assert.Equal(best, found.Class);
        Assert.Equal(probability, found.Probability, 1e-6);
    }

    [Fact]
    public void What_is_no_number_is_no_class()
    {
        Assert.Null(ClassScores.Best([1f, float.NaN]));
        Assert.Null(ClassScores.Best([float.PositiveInfinity, 1f]));
    }
}
