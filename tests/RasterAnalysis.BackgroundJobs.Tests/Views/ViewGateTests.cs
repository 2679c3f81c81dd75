using RasterAnalysis.BackgroundJobs.Views;

namespace RasterAnalysis.BackgroundJobs.Tests.Views;

public sealed class ViewGateTests
{
    private static readonly ViewOptions Two = new() { AtOnce = 2, MaxWaiting = 3, MaxWait = TimeSpan.FromMinutes(1) };

    [Fact]
    public async Task So_many_work_so_many_wait_and_more_are_refused()
    {
        using var gate = new ViewGate(Two);
        var end = new TaskCompletionSource();
        var (working, most) = (0, 0);
        var admitted = Enumerable.Range(0, 5).Select(number => gate.RunAsync(() => WorkAsync(number), CancellationToken.None)).ToArray();

        await Assert.ThrowsAsync<BusyException>(() => gate.RunAsync(() => WorkAsync(5), CancellationToken.None));
        end.SetResult();

        int[] expected = [0, 1, 2, 3, 4];
        Assert.Equal(expected, await Task.WhenAll(admitted));
        Assert.Equal(2, most);
        Assert.Equal(6, await gate.RunAsync(() => WorkAsync(6), CancellationToken.None));

        async Task<int> WorkAsync(int number)
        {
            most = Math.Max(most, Interlocked.Increment(ref working));
            await end.Task;
            Interlocked.Decrement(ref working);
            return number;
        }
    }

    [Fact]
    public async Task Who_waits_too_long_is_refused_and_makes_room()
    {
        using var gate = new ViewGate(new ViewOptions { AtOnce = 1, MaxWaiting = 1, MaxWait = TimeSpan.FromMilliseconds(50) });
        var end = new TaskCompletionSource<int>();
        var first = gate.RunAsync(() => end.Task, CancellationToken.None);

        await Assert.ThrowsAsync<BusyException>(() => gate.RunAsync(() => Task.FromResult(2), CancellationToken.None));
        await Assert.ThrowsAsync<BusyException>(() => gate.RunAsync(() => Task.FromResult(3), CancellationToken.None));
        end.SetResult(1);

        Assert.Equal(1, await first);
        Assert.Equal(4, await gate.RunAsync(() => Task.FromResult(4), CancellationToken.None));
    }

    [Fact]
    public async Task Who_goes_away_leaves_the_place_to_the_work_until_it_ends()
    {
        using var gate = new ViewGate(new ViewOptions { AtOnce = 1, MaxWaiting = 5, MaxWait = TimeSpan.FromMinutes(1) });
        using var gone = new CancellationTokenSource();
        var (first, isSecondIn) = (new TaskCompletionSource<int>(), false);
        var abandoned = gate.RunAsync(() => first.Task, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        var second = gate.RunAsync(
            () =>
            {
                isSecondIn = true;
                return Task.FromResult(2);
            },
            CancellationToken.None);

        Assert.False(isSecondIn);
        first.SetException(new InvalidOperationException("nobody hears"));

        Assert.Equal(2, await second);
    }
}
