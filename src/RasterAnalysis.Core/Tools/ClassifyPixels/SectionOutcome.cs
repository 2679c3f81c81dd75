using RasterAnalysis.Finiteness;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>What is known of a classified section beside its pixels; stands with it in the journal, as JSON.</summary>
/// <param name="Counts">Pixels of each class value that occurs.</param>
/// <param name="InvalidScores">Valid pixels that became NoData because the network gave no usable score.</param>
public sealed record SectionOutcome(IReadOnlyList<ClassCount> Counts, long InvalidScores)
{
    /// <summary>Pixels whose values inside the network were no finite numbers, by the node that made them; nodes that made none are left out.</summary>
    public IReadOnlyList<NonFiniteCount> NonFinite { get; init; } = [];

    /// <summary>How much ground the classes have; null where the section was not measured.</summary>
    public SectionAreas? Areas { get; init; }

    /// <summary>Nothing classified.</summary>
    public static SectionOutcome None { get; } = new([], 0);

    /// <summary>Reads what <see cref="Write"/> wrote; null gives <see cref="None"/>.</summary>
    public static SectionOutcome Read(string? text) => text is null ? None : PlanJson.Read<SectionOutcome>(text);

    /// <summary>What is known of sections of the journal, taken together.</summary>
    public static SectionOutcome Of(IEnumerable<JobSection> sections) => Sum(sections.Select(section => Read(section.Outcome)));

    /// <summary>Several sections taken together.</summary>
    public static SectionOutcome Sum(IEnumerable<SectionOutcome> outcomes)
    {
        SectionOutcome[] all = [.. outcomes];
        return new SectionOutcome(
            [.. all.SelectMany(outcome => outcome.Counts).GroupBy(count => count.Value).Select(group => new ClassCount(group.Key, group.Sum(count => count.Count)))],
            all.Sum(outcome => outcome.InvalidScores))
        {
            NonFinite = [.. all.SelectMany(outcome => outcome.NonFinite).GroupBy(count => count.Node).Select(group => group.First() with { Pixels = group.Sum(count => count.Pixels) })],
            Areas = SectionAreas.Sum([.. all.Select(outcome => outcome.Areas)]),
        };
    }

    /// <summary>The JSON.</summary>
    public string Write() => PlanJson.Write(this);
}
