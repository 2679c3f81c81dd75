namespace RasterAnalysis.BackgroundJobs.Views;

/// <summary>Lets so many views be made at once, has so many wait, and refuses more.</summary>
/// <param name="options">How many.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class ViewGate(ViewOptions options) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.AtOnce);
    private int _present;

    /// <summary>Does something when it is its turn.</summary>
    /// <param name="work">Bounds its own time. Its place is free when it ends, not before.</param>
    /// <param name="cancellationToken">
    /// Takes the caller out: from the queue for good, from work that has begun only the caller. Maps give up most of what they ask for while they are moved, and to
    /// end an instance each time would cost more than the picture.
    /// </param>
    /// <exception cref="BusyException">Too many wait, or it waited too long.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var isIn = false;
        try
        {
            isIn = Interlocked.Increment(ref _present) <= options.AtOnce + options.MaxWaiting
                && await _places.WaitAsync(options.MaxWait, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!isIn)
            {
                Interlocked.Decrement(ref _present);
            }
        }

        return isIn
            ? await DoAsync(work).WaitAsync(cancellationToken).ConfigureAwait(false)
            : throw new BusyException("The service is busy with other pictures, statistics and plans; try again in a few seconds.");
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private async Task<T> DoAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
            Interlocked.Decrement(ref _present);
        }
    }
}
