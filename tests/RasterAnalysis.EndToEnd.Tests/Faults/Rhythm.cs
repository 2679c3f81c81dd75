using System.Diagnostics;

namespace RasterAnalysis.EndToEnd.Tests.Faults;

/// <summary>When to strike next. It goes on from job to job: a fast machine is done with one before the first strike.</summary>
/// <param name="interval">Time from one strike to the next.</param>
/// <param name="random">Spreads strikes that are overdue when a job begins: they would all hit its first moment.</param>
internal sealed class Rhythm(Func<TimeSpan> interval, Random random)
{
    private readonly Stopwatch _since = Stopwatch.StartNew();
    private TimeSpan _next = interval();

    /// <summary>A job begins.</summary>
    public void Begin()
    {
        var soon = TimeSpan.FromMilliseconds(random.Next(50, 300));
        _next = _next - _since.Elapsed > soon ? _next : _since.Elapsed + soon;
    }

    /// <summary>Whether it is time; then the next interval begins.</summary>
    public bool IsTime()
    {
        if (_since.Elapsed < _next)
        {
            return false;
        }

        _since.Restart();
        _next = interval();
        return true;
    }
}
