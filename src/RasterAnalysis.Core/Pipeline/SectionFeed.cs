using System.Collections.Concurrent;

namespace RasterAnalysis.Pipeline;

/// <summary>Sections in the order in which they were added. The threads that read get tiles of the first one until it has none left, then of the next.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SectionFeed : IDisposable
{
    private readonly BlockingCollection<SectionWork> _sections = [];
    private readonly Lock _lock = new();
    private SectionWork? _current;

    /// <summary>Adds a section behind the others.</summary>
    public void Add(SectionWork work) => _sections.Add(work);

    /// <summary>No more will be added.</summary>
    public void Complete() => _sections.CompleteAdding();

    /// <summary>Begins a batch for the section that has tiles left; waits for one.</summary>
    /// <returns>Whether there was one: false once all that were added are handed out.</returns>
    public bool TryBegin(TileBatch batch)
    {
        lock (_lock)
        {
            while (_current is null || _current.IsExhausted || _current.IsStopped)
            {
                _current?.Close();
                if (!_sections.TryTake(out _current, Timeout.Infinite))
                {
                    return false;
                }
            }

            batch.Begin(_current);
            return true;
        }
    }

    public void Dispose() => _sections.Dispose();
}
