using System.Diagnostics;
using System.Globalization;

namespace RasterAnalysis.EndToEnd.Tests.Hostile;

/// <summary>Asks a service all the time whether it lives, and remembers the slowest answer.</summary>
internal sealed class HealthWatch : IAsyncDisposable
{
    // on a machine that has no more to do than it has cores for
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _end = new();
    private readonly Task _asking;
    private long _slowest;

    public HealthWatch(Uri address) => _asking = AskAsync(address);

    public TimeSpan Slowest => TimeSpan.FromTicks(Interlocked.Read(ref _slowest));

    public int Answers { get; private set; }

    /// <summary>Fails when an answer took longer than a healthy service takes.</summary>
    public void AssertQuick()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"The slowest of {Answers} health answers took {Slowest.TotalMilliseconds:0} ms.");
        Assert.True(Answers > 0, "Health was never answered.");
        Assert.True(Slowest < LongestAnswer * Crowding(), $"A health answer took {Slowest}.");
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _asking;
        _end.Dispose();
    }

    private async Task AskAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!_end.IsCancellationRequested)
        {
            var begin = Stopwatch.GetTimestamp();
            using (var response = await http.GetAsync("healthz/live"))
            {
                response.EnsureSuccessStatusCode();
            }

            _slowest = Math.Max(_slowest, Stopwatch.GetElapsedTime(begin).Ticks);
            Answers++;
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>How many times more than it has cores for the machine had to do lately: then everybody waits so many times longer.</summary>
    private static double Crowding() => Math.Max(
        1, File.ReadAllText("/proc/loadavg").Split(' ').Take(2).Max(load => double.Parse(load, CultureInfo.InvariantCulture)) / Environment.ProcessorCount);
}
