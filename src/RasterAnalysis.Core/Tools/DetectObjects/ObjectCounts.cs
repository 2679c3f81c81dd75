using RasterAnalysis.Jobs;
using RasterAnalysis.Json;

namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>What is known of the objects of a section beside themselves; stands with it in the journal, as JSON.</summary>
/// <param name="Objects">Objects, before those of other sections were looked at.</param>
/// <param name="Large">Of these, larger than tiles overlap enough for.</param>
/// <param name="NotNumbers">Candidates of the network whose score or box was no finite number.</param>
/// <param name="WithoutMask">Candidates that were left out because their mask had no pixel.</param>
public sealed record ObjectCounts(long Objects, long Large, long NotNumbers, long WithoutMask)
{
    /// <summary>Reads what <see cref="Write"/> wrote; null gives none.</summary>
    public static ObjectCounts Read(string? text) => text is null ? new ObjectCounts(0, 0, 0, 0) : PlanJson.Read<ObjectCounts>(text);

    /// <summary>What is known of sections of the journal, taken together.</summary>
    public static ObjectCounts Of(IEnumerable<JobSection> sections) => Sum(sections.Select(section => Read(section.Outcome)));

    /// <summary>Several sections taken together.</summary>
    public static ObjectCounts Sum(IEnumerable<ObjectCounts> all) => all.Aggregate(
        new ObjectCounts(0, 0, 0, 0), (sum, next) => new ObjectCounts(sum.Objects + next.Objects, sum.Large + next.Large, sum.NotNumbers + next.NotNumbers, sum.WithoutMask + next.WithoutMask));

    /// <summary>The JSON.</summary>
    public string Write() => PlanJson.Write(this);

    /// <summary>Warnings, one for each kind of trouble.</summary>
    public IEnumerable<string> Warnings()
    {
        if (Large > 0)
        {
            yield return $"{Large} objects are larger than tiles overlap enough for: they may be cut at the tiles' edges. Give modelArguments.max_object_size, the side of the largest object in pixels.";
        }

        if (NotNumbers > 0)
        {
            yield return $"{NotNumbers} candidates of the network were left out because their score or their box is no finite number. See whether bands, normalisation and NoData value of the input are those that the model was trained with.";
        }

        if (WithoutMask > 0)
        {
            yield return $"{WithoutMask} objects were left out because their mask has no pixel.";
        }
    }
}
