using System.Diagnostics;

namespace RasterAnalysis.EndToEnd.Tests.Hostile;

/// <summary>Asks a service all the time whether it lives, and remembers the slowest answer.</summary>
internal sealed class HealthWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _asking;
    private long _slowest;

    public HealthWatch(Uri address) => _asking = AskAsync(address);

    public TimeSpan Slowest => TimeSpan.FromTicks(Interlocked.Read(ref _slowest));

    public int Answers { get; private set; }

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
}
