using System.Diagnostics;

namespace RasterAnalysis.Pipeline;

/// <summary>Measures what a stage of the pipeline does for one section.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class StageClock
{
    private readonly Lock _lock = new();
    private long _begun = long.MaxValue;
    private long _ended = long.MinValue;
    private long _busy;

    /// <summary>What was measured; a moment of now where there was nothing.</summary>
    public StageTime Time
    {
        get
        {
            lock (_lock)
            {
                var (timestamp, now) = (Stopwatch.GetTimestamp(), DateTime.UtcNow);
                return _ended < _begun ? new StageTime(now, now, TimeSpan.Zero) : new StageTime(
                    now - Stopwatch.GetElapsedTime(_begun, timestamp), now - Stopwatch.GetElapsedTime(_ended, timestamp), Stopwatch.GetElapsedTime(0, _busy));
            }
        }
    }

    /// <summary>Does a part of the stage.</summary>
    public void Measure(Action part)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            part();
        }
        finally
        {
            var ended = Stopwatch.GetTimestamp();
            lock (_lock)
            {
                (_begun, _ended) = (Math.Min(_begun, begun), Math.Max(_ended, ended));
                _busy += ended - begun;
            }
        }
    }
}
