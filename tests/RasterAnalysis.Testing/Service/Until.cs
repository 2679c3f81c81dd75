namespace RasterAnalysis.Testing.Service;

/// <summary>Waits for a condition.</summary>
public static class Until
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks until the answer is not null.</summary>
    /// <param name="ask">Asks.</param>
    /// <param name="what">What is waited for, for the fault.</param>
    /// <param name="most">How long to wait at most; default three minutes.</param>
    /// <param name="pause">From one question to the next; default 20 ms.</param>
    public static async Task<T> FoundAsync<T>(Func<Task<T?>> ask, string what, TimeSpan? most = null, TimeSpan? pause = null)
        where T : class
    {
        using var limit = new CancellationTokenSource(most ?? Limit);
        using var timer = new PeriodicTimer(pause ?? Pause);
        while (true)
        {
            if (await ask() is { } found)
            {
                return found;
            }

            try
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Waited {most ?? Limit} in vain for {what}.");
            }
        }
    }

    /// <summary>Asks until the answer is yes.</summary>
    public static Task TrueAsync(Func<Task<bool>> ask, string what) => FoundAsync<object>(async () => await ask() ? "yes" : null, what);

    /// <summary>Looks until a folder is empty: what a job leaves goes behind its end, which is recorded first.</summary>
    public static Task EmptyAsync(string folder) => TrueAsync(() => Task.FromResult(!Directory.EnumerateFileSystemEntries(folder).Any()), $"{folder} to be empty");
}
