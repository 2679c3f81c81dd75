using RasterAnalysis.Jobs;
using RasterAnalysis.Json;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>What is known of the features of a section beside their classes; stands with it in the journal, as JSON.</summary>
/// <param name="Classified">Features that have a class.</param>
/// <param name="Empty">Those that have none because the raster has no pixel there, or none inside of the polygon where the rest is blackened.</param>
/// <param name="NotNumbers">Those for which the network gave what is no finite number.</param>
/// <param name="TooLarge">Those whose image would be larger than can be read.</param>
public sealed record ClassificationCounts(long Classified, long Empty, long NotNumbers, long TooLarge)
{
    /// <summary>Nothing.</summary>
    public static ClassificationCounts None { get; } = new(0, 0, 0, 0);

    /// <summary>Reads what <see cref="Write"/> wrote; null gives none.</summary>
    public static ClassificationCounts Read(string? text) => text is null ? None : PlanJson.Read<ClassificationCounts>(text);

    /// <summary>What is known of sections of the journal, taken together.</summary>
    public static ClassificationCounts Of(IEnumerable<JobSection> sections) => Sum(sections.Select(section => Read(section.Outcome)));

    /// <summary>Several sections taken together.</summary>
    public static ClassificationCounts Sum(IEnumerable<ClassificationCounts> all) => all.Aggregate(
        None, (sum, next) => new ClassificationCounts(sum.Classified + next.Classified, sum.Empty + next.Empty, sum.NotNumbers + next.NotNumbers, sum.TooLarge + next.TooLarge));

    /// <summary>The JSON.</summary>
    public string Write() => PlanJson.Write(this);

    /// <summary>Warnings, one for each kind of trouble.</summary>
    public IEnumerable<string> Warnings()
    {
        if (Empty > 0)
        {
            yield return $"{Empty} features have no class because the raster has no pixel in them.";
        }

        if (NotNumbers > 0)
        {
            yield return $"{NotNumbers} features have no class because the network gave what is no finite number. See whether bands, normalisation and NoData value of the input are those that the model was trained with.";
        }

        if (TooLarge > 0)
        {
            yield return $"{TooLarge} features have no class because they are larger than {ChipSampler.LargestSide} pixels. Give larger cells as context.cellSize.";
        }
    }
}
