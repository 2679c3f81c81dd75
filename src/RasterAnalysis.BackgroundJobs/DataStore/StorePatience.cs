namespace RasterAnalysis.BackgroundJobs.DataStore;

/// <summary>
/// How long a data store that does not answer is asked again, by who waits: users in the middle of a request for half a minute, jobs for ten. It goes with the flow of execution, since what a job
/// publishes comes through the same catalogue as what a user uploads.
/// </summary>
internal sealed class StorePatience : IDisposable
{
    private static readonly TimeSpan OfRequests = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OfJobs = TimeSpan.FromMinutes(10);
    private static readonly AsyncLocal<TimeSpan?> Current = new();
    private readonly TimeSpan? _before = Current.Value;

    private StorePatience(TimeSpan patience) => Current.Value = patience;

    /// <summary>How long it is waited for here.</summary>
    public static TimeSpan Now => Current.Value ?? OfRequests;

    /// <summary>The patience of jobs, until this is disposed of.</summary>
    public static StorePatience ForJob() => new(OfJobs);

    /// <summary>None, until this is disposed of: whoever asks can go on without the answer.</summary>
    public static StorePatience ForLook() => new(TimeSpan.Zero);

    /// <inheritdoc/>
    public void Dispose() => Current.Value = _before;
}
