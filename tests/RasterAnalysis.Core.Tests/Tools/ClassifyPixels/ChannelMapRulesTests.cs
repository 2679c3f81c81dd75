using System.Text.Json.Nodes;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Core.Tests.Tools.ClassifyPixels;

/// <summary>The channel-to-value rules of <c>docs/reference/dlpk-and-emd.md#channels-and-class-values</c>.</summary>
public sealed class ChannelMapRulesTests
{
    public static TheoryData<string, long[], int, OutputKind, bool?, long[], int[]> Rules => new()
    {
        { "index list in any order: the winning channel as it is", [2, 0, 1], 3, OutputKind.Scores, null, [0, 1, 2], [] },
        { "other values: list order", [11, 41, 95], 3, OutputKind.Scores, null, [11, 41, 95], [] },
        { "1..n: list order", [1, 2, 3], 3, OutputKind.Scores, null, [1, 2, 3], [] },
        { "one channel more: 0 is the background, which may not win among several classes", [11, 41], 3, OutputKind.Scores, null, [0, 11, 41], [0] },
        { "one channel more, asked to predict it", [11, 41], 3, OutputKind.Scores, true, [0, 11, 41], [] },
        { "one channel more, one class: the background may win", [7], 2, OutputKind.Scores, null, [0, 7], [] },
        { "one channel more, one class, asked not to", [7], 2, OutputKind.Scores, false, [0, 7], [0] },
        { "a listed background, asked not to", [0, 1, 2], 3, OutputKind.Scores, false, [0, 1, 2], [0] },
        { "one channel: not, and the class", [7], 1, OutputKind.Probability, null, [0, 7], [] },
        { "one channel with a listed background", [0, 7], 1, OutputKind.Logit, null, [0, 7], [] },
        { "class ids", [11, 41], 1, OutputKind.ClassIds, null, [11, 41], [] },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Make_follows_the_reference(string rule, long[] classes, int channels, OutputKind kind, bool? predictBackground, long[] values, int[] suppressed)
    {
        // what clients are shown as the default is what holds without it
        var shown = ChannelMapRules.Make(Some.Definition(classes), Some.Profile(channels, kind), ChannelMapRules.PredictsBackground(Some.Definition(classes), Some.Profile(channels, kind)), []);
        var usual = ChannelMapRules.Make(Some.Definition(classes), Some.Profile(channels, kind), null, []);
        Assert.Equal(usual.Values, shown.Values);
        Assert.Equal(usual.SuppressedChannels, shown.SuppressedChannels);

        var map = ChannelMapRules.Make(Some.Definition(classes), Some.Profile(channels, kind), predictBackground, []);

        Assert.True(values.SequenceEqual(map.Values), $"{rule}: {string.Join(',', map.Values)}");
        Assert.True(suppressed.SequenceEqual(map.SuppressedChannels), rule);
        Assert.Subset(values.ToHashSet(), map.Classes.Select(c => c.Value).ToHashSet());
    }

    [Theory]
    [InlineData(new long[] { 1, 2, 3 }, 3, true, false)]
    [InlineData(new long[] { 0, 1, 2 }, 3, false, false)]
    [InlineData(new long[] { 3, 1, 2 }, 3, false, true)]
    [InlineData(new long[] { 11, 41, 95 }, 3, false, true)]
    [InlineData(new long[] { 1, 2 }, 3, true, false)]
    public void Values_from_one_on_are_a_remark_and_no_warning(long[] classes, int channels, bool isRemarked, bool isWarned)
    {
        var warnings = new List<string>();

        ChannelMapRules.Make(Some.Definition(classes), Some.Profile(channels), null, warnings);

        Assert.Equal((isRemarked, isWarned), (ChannelMapRules.Remark(Some.Definition(classes), Some.Profile(channels)) is not null, warnings.Count > 0));
    }

    [Theory]
    [InlineData(new long[] { 1, 2, 3 }, 4)]
    [InlineData(new long[] { 11, 41 }, 3)]
    public void A_channel_more_than_classes_is_said_to_be_the_background(long[] classes, int channels)
    {
        var remark = ChannelMapRules.Remark(Some.Definition(classes), Some.Profile(channels));

        // a class that its author forgot would shift all others, and nobody would see why
        Assert.Contains($"has {channels} channels and the .emd lists {classes.Length} classes", remark, StringComparison.Ordinal);
        Assert.Contains("channel 0 is taken for the background", remark, StringComparison.Ordinal);
    }

    [Fact]
    public void Make_leaves_ignored_channels_out()
    {
        var map = ChannelMapRules.Make(Some.Definition([1, 2, 3], ("ignore_mapped_class", new JsonArray(1))), Some.Profile(3), null, []);

        Assert.Equal([1], map.SuppressedChannels);
    }

    [Theory]
    [InlineData(new long[] { 1, 2, 3 }, 5, "5 channels")]
    [InlineData(new long[] { 0, 1, 2 }, 4, "4 channels")]
    [InlineData(new long[] { 1, 2, 3 }, 1, "one channel")]
    public void Make_of_channels_that_do_not_fit_says_both_numbers(long[] classes, int channels, string expected)
    {
        var exception = Assert.Throws<ModelPackageException>(() =>
            ChannelMapRules.Make(Some.Definition(classes), Some.Profile(channels, channels == 1 ? OutputKind.Logit : OutputKind.Scores), null, []));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Contains($"{classes.Length} classes", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Make_where_every_channel_is_ignored_is_refused() => Assert.Throws<ModelPackageException>(() =>
        ChannelMapRules.Make(Some.Definition([1, 2], ("ignore_mapped_class", new JsonArray(0, 1))), Some.Profile(2), null, []));
}
