namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Tells from a job's progress whether it is time to start what its last step needs.</summary>
/// <param name="sections">Sections of the job.</param>
/// <param name="time">The clock.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class CompletionEstimate(int sections, TimeProvider time)
{
    // An instance takes a second to start and prepare where the network has all cores.
    private static readonly TimeSpan LeadTime = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private (double Share, long Time)? _first;

    /// <summary>Whether the last section is worked on, or little time is left at the speed so far.</summary>
    /// <param name="share">Share of the sections that is done, 0 to 1.</param>
    public bool IsNear(double share)
    {
        lock (_lock)
        {
            // finished sections of an earlier run tell nothing of the speed
            var (from, begun) = _first ??= (share, time.GetTimestamp());
            return share * sections > sections - 1
                || (share > from && time.GetElapsedTime(begun) * ((1 - share) / (share - from)) <= LeadTime);
        }
    }
}
