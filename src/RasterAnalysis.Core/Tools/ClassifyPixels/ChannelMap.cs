using RasterAnalysis.Models;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>Which class value each channel of a network stands for (<c>docs/reference/dlpk-and-emd.md#channels-and-class-values</c>).</summary>
/// <param name="Values">Class value of each channel, by channel.</param>
/// <param name="SuppressedChannels">Channels that never win.</param>
/// <param name="Classes">The classes that the output can hold, in the order of legends.</param>
/// <param name="IdsAreValues">For networks that return class ids: whether an id is a value rather than a channel.</param>
public sealed record ChannelMap(
    IReadOnlyList<long> Values, IReadOnlyList<int> SuppressedChannels, IReadOnlyList<ClassDefinition> Classes, bool IdsAreValues);
