using RasterAnalysis.Inference;
using RasterAnalysis.Models;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>Works out which class each channel of a network stands for. The conventions: <c>docs/reference/dlpk-and-emd.md#channels-and-class-values</c>.</summary>
public static class ChannelMapRules
{
    private static readonly RgbColor BackgroundColor = new(0, 0, 0);

    /// <summary>Makes the map of one job.</summary>
    /// <param name="definition">The model definition.</param>
    /// <param name="profile">The network.</param>
    /// <param name="predictBackground">The job argument <c>predict_background</c>; null when not given.</param>
    /// <param name="warnings">Receives what was guessed.</param>
    /// <exception cref="ModelPackageException">Channels and classes do not fit.</exception>
    public static ChannelMap Make(ModelDefinition definition, NetworkProfile profile, bool? predictBackground, ICollection<string> warnings)
    {
        if (profile.OutputKind == OutputKind.ClassIds)
        {
            return MapIds(definition, profile);
        }

        if (profile.Channels == 1)
        {
            return MapOneChannel(definition);
        }

        var classes = definition.Classes.Count;
        if (HasBackgroundChannel(definition, profile))
        {
            return MapWithBackground(definition, predictBackground ?? PredictsBackground(definition, profile));
        }

        if (profile.Channels == classes)
        {
            return MapOneToOne(definition, predictBackground, warnings);
        }

        throw new ModelPackageException(profile.Channels == classes + 1
            ? $"The network has {profile.Channels} channels and the .emd {classes} classes of which one has Value 0, so it is not clear which "
                + "channel is the background; list as many classes as there are channels."
            : $"The network has {profile.Channels} channels, but the .emd lists {classes} classes; list one class for each channel, or one "
                + "less where channel 0 is the background.");
    }

    /// <summary>What holds for <c>predict_background</c> where a job does not give it.</summary>
    /// <param name="definition">The model definition.</param>
    /// <param name="profile">The network.</param>
    /// <remarks>arcgis.learn leaves the background out when there is more than one class and none has Value 0.</remarks>
    public static bool PredictsBackground(ModelDefinition definition, NetworkProfile profile) =>
        !HasBackgroundChannel(definition, profile) || definition.Classes.Count == 1;

    /// <summary>What a job says, as information, of class values that are usual but are not the network's channels; null where there is nothing to say.</summary>
    /// <param name="definition">The model definition.</param>
    /// <param name="profile">The network.</param>
    public static string? Remark(ModelDefinition definition, NetworkProfile profile) =>
        profile is { OutputKind: not OutputKind.ClassIds, Channels: > 1 } && HasBackgroundChannel(definition, profile)
            ? $"The network has {profile.Channels} channels and the .emd lists {definition.Classes.Count} classes, none of Value 0: channel 0 is taken for the background, the others for the classes in order. "
                + "Where that is not meant, a class is missing from Classes."
            : profile.OutputKind != OutputKind.ClassIds && profile.Channels > 1 && profile.Channels == definition.Classes.Count && CountFromOne(definition)
            ? "The class values count from 1: they stand for the network's channels in order."
            : null;

    /// <summary>So Esri's own packages number their classes.</summary>
    private static bool CountFromOne(ModelDefinition definition) =>
        definition.Classes.Select(c => c.Value).SequenceEqual(Enumerable.Range(1, definition.Classes.Count).Select(i => (long)i));

    private static bool HasBackgroundChannel(ModelDefinition definition, NetworkProfile profile) =>
        profile.Channels == definition.Classes.Count + 1 && definition.Classes.All(c => c.Value != 0);

    /// <summary>arcgis.learn's convention: channel 0 is the background, channel k the k-th class in list order.</summary>
    private static ChannelMap MapWithBackground(ModelDefinition definition, bool background)
    {
        var classes = background ? [new ClassDefinition(0, "Background", BackgroundColor), .. definition.Classes] : definition.Classes;
        return new ChannelMap(
            [0, .. definition.Classes.Select(c => c.Value)],
            Suppressed(definition, definition.Classes.Count + 1, background ? null : 0),
            classes,
            IdsAreValues: false);
    }

    private static ChannelMap MapOneToOne(ModelDefinition definition, bool? predictBackground, ICollection<string> warnings)
    {
        var count = definition.Classes.Count;
        var isIndex = definition.Classes.Select(c => c.Value).Order().SequenceEqual(Enumerable.Range(0, count).Select(i => (long)i));
        if (!isIndex && !CountFromOne(definition))
        {
            warnings.Add("The class values are not 0, 1, 2 and so on; channels stand for the classes in the order in which the .emd lists them.");
        }

        // Esri's samples write the winning channel as it is, whatever the order of the list
        long[] values = isIndex ? [.. Enumerable.Range(0, count).Select(i => (long)i)] : [.. definition.Classes.Select(c => c.Value)];
        int? suppressed = predictBackground == false && Array.IndexOf(values, 0) is >= 0 and var zero ? zero : null;
        return new ChannelMap(
            values,
            Suppressed(definition, count, suppressed),
            suppressed is null ? definition.Classes : [.. definition.Classes.Where(c => c.Value != 0)],
            IdsAreValues: false);
    }

    /// <summary>Two virtual channels: 0 for "not the class", 1 for the class.</summary>
    private static ChannelMap MapOneChannel(ModelDefinition definition)
    {
        var positive = definition.Classes.Where(c => c.Value != 0).ToArray();
        if (positive.Length != 1)
        {
            throw new ModelPackageException(
                $"The network has one channel, but the .emd lists {positive.Length} classes besides the background; it must list exactly one.");
        }

        var background = definition.Classes.FirstOrDefault(c => c.Value == 0) ?? new ClassDefinition(0, "Background", BackgroundColor);
        return new ChannelMap([0, positive[0].Value], [], [background, positive[0]], IdsAreValues: false);
    }

    /// <summary>Ids are the classes' values, unless they are known to number channels: then they stand for the classes as channels of scores do.</summary>
    private static ChannelMap MapIds(ModelDefinition definition, NetworkProfile profile)
    {
        var classes = definition.Classes;
        var hasZero = classes.Any(c => c.Value == 0);
        if (profile.Function is not null)
        {
            IReadOnlyList<ClassDefinition> all = hasZero ? classes : [new ClassDefinition(0, "Background", BackgroundColor), .. classes];
            return new ChannelMap([.. all.Select(c => c.Value)], [], all, IdsAreValues: true);
        }

        if (!hasZero && (definition.IsArcGisLearn || profile.DecidedChannels == classes.Count + 1))
        {
            return new ChannelMap([0, .. classes.Select(c => c.Value)], [], [new ClassDefinition(0, "Background", BackgroundColor), .. classes], IdsAreValues: false);
        }

        return new ChannelMap([.. classes.Select(c => c.Value)], [], classes, IdsAreValues: hasZero || profile.DecidedChannels != classes.Count);
    }

    private static int[] Suppressed(ModelDefinition definition, int channels, int? background)
    {
        var ignored = definition.IgnoredChannels.Where(channel => channel < channels);
        int[] suppressed = [.. (background is { } b ? ignored.Append(b) : ignored).Distinct().Order()];
        return suppressed.Length < channels
            ? suppressed
            : throw new ModelPackageException("ignore_mapped_class of the .emd leaves no class that could win.");
    }
}
