using System.Collections.Concurrent;

namespace RasterAnalysis.BackgroundJobs.Views;

/// <summary>
/// Rasters over which an instance had to be ended, or died, a moment ago. They are refused for a while: a raster that takes all the time or memory there is would otherwise
/// keep every place, and everybody else waiting.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class EndedRasters(TimeProvider time)
{
    private const int Most = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, long> _since = new(StringComparer.Ordinal);

    /// <summary>Remembers that an instance was lost over a raster.</summary>
    public void Add(string source)
    {
        if (_since.Count >= Most)
        {
            _since.Clear();
        }

        _since[source] = time.GetTimestamp();
    }

    /// <summary>Refuses a raster that was added a moment ago.</summary>
    /// <exception cref="BusyException">It was.</exception>
    public void Check(string source)
    {
        if (!_since.TryGetValue(source, out var since))
        {
            return;
        }

        if (time.GetElapsedTime(since) < Pause)
        {
            throw new BusyException($"A processing instance was ended over this raster less than {Pause.TotalSeconds:0} seconds ago; try again after that.");
        }

        _since.TryRemove(KeyValuePair.Create(source, since));
    }
}
