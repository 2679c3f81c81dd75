using System.Globalization;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.Api.Jobs;

/// <summary>How much of a job a listener knows. It is the id of an event, so that a client that comes back is told only what it has missed.</summary>
/// <param name="Messages">Messages told.</param>
/// <param name="Progress">Progress told, 0 to 100; null for none.</param>
/// <param name="Status">State told; null for none.</param>
internal readonly record struct JobEventPlace(int Messages, double? Progress, JobStatus? Status)
{
    private const char Separator = '_';

    /// <summary>Reads an id; one that is none of ours is the beginning.</summary>
    public static JobEventPlace Parse(string? text) =>
        text?.Split(Separator) is [var messages, var progress, var status]
        && int.TryParse(messages, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? new JobEventPlace(
                count,
                double.TryParse(progress, NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) ? percent : null,
                Enum.TryParse<JobStatus>(status, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null)
            : default;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Messages}{Separator}{Progress:R}{Separator}{Status}");
}
