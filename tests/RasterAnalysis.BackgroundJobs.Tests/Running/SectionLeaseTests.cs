using Microsoft.Extensions.Time.Testing;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.BackgroundJobs.Tests.Running;

/// <summary>A section stays claimed for as long as it is worked on, and the work on it ends as soon as it is another's.</summary>
public sealed class SectionLeaseTests : IDisposable
{
    private static readonly TimeSpan Third = SectionLease.Length / 3;
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _stop = new();
    private bool _isHeld = true;
    private int _renewals;

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task It_is_renewed_well_before_it_ends()
    {
        await using var lease = Begin();

        _time.Advance(Third - TimeSpan.FromSeconds(1));
        Assert.Equal(0, _renewals);
        _time.Advance(TimeSpan.FromSeconds(1));
        await RenewedAsync(1);
        _time.Advance(Third);
        await RenewedAsync(2);

        Assert.False(lease.IsLost);
        Assert.False(lease.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task One_that_another_has_ends_the_work_and_is_not_asked_for_again()
    {
        await using var lease = Begin();
        _isHeld = false;

        _time.Advance(Third);

        await Until.TrueAsync(() => Task.FromResult(lease.Token.IsCancellationRequested), "the end of the work");
        Assert.True(lease.IsLost);
        _isHeld = true;
        _time.Advance(5 * Third);
        Assert.Equal(1, _renewals);
    }

    [Fact]
    public async Task Who_stops_the_job_has_not_lost_it()
    {
        await using var lease = Begin();

        await _stop.CancelAsync();

        Assert.True(lease.Token.IsCancellationRequested);
        Assert.False(lease.IsLost);
    }

    [Fact]
    public async Task It_is_not_renewed_when_the_section_is_done()
    {
        await Begin().DisposeAsync();

        _time.Advance(5 * Third);

        Assert.Equal(0, _renewals);
    }

    [Fact]
    public async Task A_renewal_that_is_under_way_ends_with_it()
    {
        var begun = new TaskCompletionSource<CancellationToken>();
        var lease = new SectionLease(
            async token =>
            {
                begun.SetResult(token);
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
                return false;
            },
            _time, _stop.Token);
        _time.Advance(Third);
        var renewal = await begun.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        await lease.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.True(renewal.IsCancellationRequested);
        Assert.False(lease.IsLost);
    }

    private SectionLease Begin() => new(
        _ =>
        {
            Interlocked.Increment(ref _renewals);
            return Task.FromResult(_isHeld);
        },
        _time, _stop.Token);

    private Task RenewedAsync(int times) => Until.TrueAsync(() => Task.FromResult(Volatile.Read(ref _renewals) == times), $"renewal {times}");
}
