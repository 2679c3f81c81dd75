using RasterAnalysis.Worker.TorchScript;

namespace RasterAnalysis.Worker.Tests.TorchScript;

/// <summary>How far a converted network is from its module.</summary>
public sealed class ConversionMismatchTests
{
    private static readonly int[] TwoPixelsOfTwoChannels = [1, 2, 1, 2];

    [Fact]
    public void The_largest_difference_is_a_share_of_the_largest_score()
    {
        var mismatch = ConversionMismatch.Measure([1, -4, 2, 3], [1, -4, 2, 3.5f], TwoPixelsOfTwoChannels, isLabels: false);

        Assert.Equal(new ConversionMismatch(0.125, 0, 2), mismatch);
        Assert.False(mismatch.IsClose);
    }

    [Fact]
    public void A_label_differs_where_another_channel_wins()
    {
        // pixel 0: 1 against 2; pixel 1: −4 against 3
        var mismatch = ConversionMismatch.Measure([1, -4, 2, 3], [2, -4, 1.5f, 3], TwoPixelsOfTwoChannels, isLabels: false);

        Assert.Equal((1, 2), (mismatch.Labels, mismatch.Places));
    }

    [Theory]
    [InlineData(0.2f, 0.6f, 1)]
    [InlineData(0.6f, 0.9f, 0)]
    [InlineData(-2f, -0.5f, 0)]
    [InlineData(-2f, 0.5f, 1)]
    public void One_channel_is_decided_at_one_half_or_at_zero(float expected, float actual, int labels) =>
        Assert.Equal(labels, ConversionMismatch.Measure([expected], [actual], [1, 1, 1, 1], isLabels: false).Labels);

    [Fact]
    public void Classes_are_counted_where_they_differ()
    {
        var mismatch = ConversionMismatch.Measure([0, 1, 2, 3], [0, 1, 2, 9], [1, 2, 2], isLabels: true);

        Assert.Equal(new ConversionMismatch(0, 1, 4), mismatch);
    }

    [Theory]
    [InlineData(float.NaN, 1f)]
    [InlineData(1f, float.NaN)]
    [InlineData(1f, float.PositiveInfinity)]
    public void What_is_no_number_on_one_side_alone_is_never_close(float expected, float actual) =>
        Assert.False(ConversionMismatch.Measure([expected, 1], [actual, 1], [1, 1, 1, 2], isLabels: false).IsClose);

    [Fact]
    public void The_same_is_close_with_NaN_on_both_sides() =>
        Assert.True(ConversionMismatch.Measure([float.NaN, 1], [float.NaN, 1], [1, 1, 1, 2], isLabels: false).IsClose);
}
