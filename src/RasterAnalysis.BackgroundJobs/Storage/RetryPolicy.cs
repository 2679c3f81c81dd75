using Microsoft.Extensions.Logging;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>
/// Keeps trying what the database cannot do just now (its disk is full, its server is being restarted), until it can or the service is stopped. For what
/// jobs write while they run: hours of work must not be lost to a minute of a full disk. Requests of users are not patient; they get an error.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RetryPolicy(ServiceStopping stopping, ILogger<RetryPolicy> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Does it, if need be again and again.</summary>
    /// <param name="work">What to do; told how often it was tried before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<T> TryAsync<T>(Func<int, Task<T>> work, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping.Token);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await work(attempt).ConfigureAwait(false);
            }
            catch (Exception exception) when (DatabaseFaults.IsPassing(exception) && !giveUp.IsCancellationRequested)
            {
                logger.LogWarning("The database does not take what a job writes ({Reason}); it is tried again", exception.GetBaseException().Message);
            }

            var pause = FirstPause * Math.Pow(2, Math.Min(attempt, 10));
            await Task.Delay(pause < LongestPause ? pause : LongestPause, giveUp.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Does it, if need be again and again.</summary>
    public Task TryAsync(Func<Task> work, CancellationToken cancellationToken) => TryAsync(
        async _ =>
        {
            await work().ConfigureAwait(false);
            return true;
        },
        cancellationToken);
}
