namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>The claim on one section while it is worked on: renews it, and ends the work when another has taken it.</summary>
internal sealed class SectionLease : IAsyncDisposable
{
    /// <summary>How long a claim holds by itself: when its node is gone, the section is free after so long.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewing;

    /// <summary>Begins to renew a claim.</summary>
    /// <param name="renew">Renews it once; says whether it still holds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the work too.</param>
    public SectionLease(Func<CancellationToken, Task<bool>> renew, TimeProvider time, CancellationToken cancellationToken)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _renewing = RenewAsync(renew, time);
    }

    /// <summary>Ends the work on the section.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether another has taken the section.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Stops renewing.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _renewing;
        _ended.Dispose();
        _source.Dispose();
    }

    private async Task RenewAsync(Func<CancellationToken, Task<bool>> renew, TimeProvider time)
    {
        using var timer = new PeriodicTimer(Length / 3, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_ended.Token))
            {
                if (!await renew(_ended.Token))
                {
                    IsLost = true;
                    await _source.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // the section is done
        }
    }
}
