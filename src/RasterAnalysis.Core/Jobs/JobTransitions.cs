namespace RasterAnalysis.Jobs;

/// <summary>Which state may follow which.</summary>
public static class JobTransitions
{
    private static readonly Dictionary<JobStatus, JobStatus[]> Allowed = new()
    {
        [JobStatus.Submitted] = [JobStatus.Waiting, JobStatus.Executing, JobStatus.Cancelling, JobStatus.Cancelled, JobStatus.Failed],
        [JobStatus.Waiting] = [JobStatus.Executing, JobStatus.Cancelling, JobStatus.Cancelled, JobStatus.Failed, JobStatus.TimedOut],

        // back to waiting: the service was stopped in the middle and starts again
        [JobStatus.Executing] =
            [JobStatus.Waiting, JobStatus.Succeeded, JobStatus.Failed, JobStatus.TimedOut, JobStatus.Cancelling],

        // once a client was told that a job is cancelling, ArcGIS clients accept nothing else than cancelled
        [JobStatus.Cancelling] = [JobStatus.Cancelled],
        [JobStatus.Cancelled] = [],
        [JobStatus.Succeeded] = [],
        [JobStatus.Failed] = [],
        [JobStatus.TimedOut] = [],
    };

    /// <summary>Whether a job in one state may go to another.</summary>
    public static bool IsAllowed(JobStatus from, JobStatus to) => Allowed[from].Contains(to);

    /// <summary>The states from which a job may go to a state.</summary>
    public static IReadOnlyList<JobStatus> Sources(JobStatus to) => [.. Allowed.Where(pair => pair.Value.Contains(to)).Select(pair => pair.Key)];

    /// <summary>Whether nothing follows a state.</summary>
    public static bool IsFinal(this JobStatus status) => Allowed[status].Length == 0;
}
