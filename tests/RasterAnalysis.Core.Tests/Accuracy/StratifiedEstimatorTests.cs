using System.Globalization;
using RasterAnalysis.Accuracy;

namespace RasterAnalysis.Core.Tests.Accuracy;

/// <summary>The estimator against the worked example of the paper that it is of.</summary>
public sealed class StratifiedEstimatorTests
{
    private const double PixelsOfHectare = 10_000.0 / 900;

    /// <summary>Olofsson et al. 2014, Remote Sensing of Environment 148, table 8 (rows: map) and the areas of the map in pixels of 30 m.</summary>
    private static readonly long[,] Counts =
    {
        { 66, 0, 5, 4 },
        { 0, 55, 8, 12 },
        { 1, 0, 153, 11 },
        { 2, 1, 9, 313 },
    };

    private static readonly MapClass[] Map =
    [
        new(1, "Deforestation", 200_000), new(2, "Forest gain", 150_000), new(3, "Stable forest", 3_200_000), new(4, "Stable non-forest", 6_450_000),
    ];

    [Fact]
    public void The_worked_example_of_the_paper_comes_out_to_the_printed_digits()
    {
        // page 54 of the paper: user's, producer's and overall accuracy with 95 % intervals, and areas in hectares
        var found = StratifiedEstimator.FromSamples(Map, Counts);

        Assert.Equal(["0.88 ± 0.07", "0.73 ± 0.10", "0.93 ± 0.04", "0.96 ± 0.02"], found.Classes.Select(c => Text(c.Users, "0.00")));
        Assert.Equal(["0.75 ± 0.21", "0.85 ± 0.25", "0.93 ± 0.03", "0.96 ± 0.02"], found.Classes.Select(c => Text(c.Producers, "0.00")));
        Assert.Equal("0.95 ± 0.02", Text(found.Overall, "0.00"));
        Assert.Equal(["21158 ± 6158", "11686 ± 3756", "285770 ± 15510", "581386 ± 16282"], found.Classes.Select(c => Text(c.Area, "0", PixelsOfHectare)));
        Assert.Equal("235086 ± 68418", Text(found.Classes[0].Area, "0"));
        Assert.Equal([75L, 75, 165, 325], found.Classes.Select(c => c.MapCount));
        Assert.Equal([69L, 56, 175, 340], found.Classes.Select(c => c.ReferenceCount));
        Assert.Empty(found.Warnings);
        Assert.False(found.IsCensus);
    }

    [Fact]
    public void The_matrix_in_parts_of_the_area_is_that_of_the_paper_and_adds_up_to_one()
    {
        // table 9 of the paper, its first row and column
        var found = StratifiedEstimator.FromSamples(Map, Counts);

        Assert.Equal(["0.0176", "0.0000", "0.0013", "0.0011"], found.Proportions[0].Select(part => part.ToString("0.0000", CultureInfo.InvariantCulture)));
        Assert.Equal(1, found.Proportions.Sum(row => row.Sum()), 1e-12);
        Assert.Equal(Map.Sum(c => c.Area), found.Classes.Sum(c => c.Area.Value!.Value), 1e-3);
    }

    [Fact]
    public void Kappa_is_given_where_it_is_asked_for()
    {
        // by hand: p = [[0.4, 0.1], [0.2, 0.3]]: agreement 0.7, by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5
        MapClass[] map = [new(0, "a", 50), new(1, "b", 50)];
        long[,] counts = { { 8, 2 }, { 4, 6 } };

        Assert.Null(StratifiedEstimator.FromSamples(map, counts).Kappa);
        Assert.Equal(0.4, StratifiedEstimator.FromSamples(map, counts, withKappa: true).Kappa!.Value, 1e-12);
    }

    [Fact]
    public void A_class_with_one_sample_has_no_interval_and_neither_has_what_it_is_part_of()
    {
        MapClass[] map = [new(0, "water", 60), new(1, "wood", 40)];
        var found = StratifiedEstimator.FromSamples(map, new long[,] { { 9, 1 }, { 0, 1 } });

        Assert.Equal("The class wood has one sample: intervals are not known, because each class needs 2 or more.", Assert.Single(found.Warnings));
        Assert.Equal((0.94, null, null), (Math.Round(found.Overall.Value!.Value, 12), found.Overall.StandardError, found.Overall.Lower));
        Assert.Equal((1, null), (found.Classes[1].Users.Value, found.Classes[1].Users.Margin));
        Assert.NotNull(found.Classes[0].Users.Margin);
        Assert.All(found.Classes, c => Assert.Null(c.Area.Margin));
        Assert.Equal(54, found.Classes[0].Area.Value!.Value, 1e-12);
    }

    [Fact]
    public void A_class_without_samples_is_left_out_and_that_is_said()
    {
        MapClass[] map = [new(0, "water", 60), new(1, "wood", 20), new(2, "town", 20), new(3, "nowhere", 0)];
        var found = StratifiedEstimator.FromSamples(map, new long[,] { { 9, 1, 0, 0 }, { 0, 5, 0, 0 }, { 0, 0, 0, 0 }, { 0, 0, 0, 0 } });

        Assert.Equal("The class town has no sample: the estimates leave out the 20 % of the map that have it, and intervals are not known.", Assert.Single(found.Warnings));
        Assert.Equal(0.925, found.Overall.Value!.Value, 1e-12);
        Assert.Equal((null, null), (found.Classes[2].Users.Value, found.Classes[2].Producers.Value));
        Assert.Equal(80, found.Classes.Sum(c => c.Area.Value!.Value), 1e-9);
    }

    [Fact]
    public void A_census_has_no_uncertainty_and_counts_each_area_where_it_lies()
    {
        MapClass[] map = [new(0, "water", 30), new(1, "wood", 70)];
        var found = StratifiedEstimator.FromCensus(map, new long[,] { { 2, 1 }, { 1, 4 } }, new double[,] { { 25, 5 }, { 10, 60 } });

        Assert.True(found.IsCensus);
        Assert.Equal((0.85, 0.0, 0.85), (Math.Round(found.Overall.Value!.Value, 12), found.Overall.Margin, Math.Round(found.Overall.Upper!.Value, 12)));
        Assert.Equal([25.0 / 30, 60.0 / 70], found.Classes.Select(c => c.Users.Value!.Value), Near);
        Assert.Equal([25.0 / 35, 60.0 / 65], found.Classes.Select(c => c.Producers.Value!.Value), Near);
        Assert.Equal([35.0, 65], found.Classes.Select(c => c.Area.Value!.Value), Near);
    }

    [Fact]
    public void Nothing_to_compare_is_refused()
    {
        var refusal = Assert.Throws<InvalidRequestException>(() => StratifiedEstimator.FromSamples(Map, new long[4, 4]));
        Assert.Equal("reference", Assert.Single(refusal.Errors).Field);
        Assert.Throws<InvalidRequestException>(() => StratifiedEstimator.FromCensus(Map, new long[4, 4], new double[4, 4]));
    }

    [Theory]
    [InlineData(100, 0, new[] { 2, 15, 32, 51 })]
    [InlineData(100, 10, new[] { 10, 13, 29, 48 })]
    [InlineData(10, 30, new[] { 30, 30, 30, 30 })]
    [InlineData(0, 3000, new[] { 200, 1500, 3000, 3000 })]
    public void Samples_are_shared_out_by_pixels_but_no_class_gets_less_than_the_minimum_or_more_than_it_has(int points, int minimum, int[] expected) =>
        Assert.Equal(expected, SampleAllocation.Proportional([200, 1500, 3200, 5100], points, minimum));

    private static bool Near(double one, double other) => Math.Abs(one - other) < 1e-12;

    private static string Text(AccuracyEstimate estimate, string format, double divisor = 1) =>
        $"{(estimate.Value!.Value / divisor).ToString(format, CultureInfo.InvariantCulture)} ± {(estimate.Margin!.Value / divisor).ToString(format, CultureInfo.InvariantCulture)}";
}
