using RasterAnalysis.Rasters;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>How far the sections of a job are, those that are being worked on among them.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SectionProgress(IReadOnlyList<JobPart> parts, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, double> _running = [];
    private readonly HashSet<string> _providers = [];
    private readonly SectionSpeed _speed = new(parts.Sum(part => part.Windows.Sum(window => window.PixelCount)), time);
    private readonly int _total = parts.Sum(part => part.SectionCount);
    private int _done;

    /// <summary>Sections that are not done.</summary>
    public int Left => _total - _done;

    /// <summary>What is being done, for people.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Starts the clock.</summary>
    /// <param name="finished">Sections that an earlier run has done.</param>
    public void Begin(IReadOnlySet<int> finished)
    {
        _done = finished.Count;
        _speed.Begin(parts.Sum(part => part.Windows.Where((_, i) => finished.Contains(part.FirstSection + i)).Sum(window => window.PixelCount)));
        Text = $"Classifying section {Math.Min(_done + 1, _total)} of {_total}";
    }

    /// <summary>Notes how far a section is.</summary>
    /// <returns>Share of the whole, 0 to 1.</returns>
    public double Note(int number, double fraction)
    {
        lock (_lock)
        {
            _running[number] = fraction;
            return Share;
        }
    }

    /// <summary>Notes that a section is done.</summary>
    /// <returns>Share of the whole, 0 to 1.</returns>
    public double Finish(int number, PixelWindow window)
    {
        lock (_lock)
        {
            _running.Remove(number);
            _done++;
            Text = _speed.After(window.PixelCount, $"Classified section {_done} of {_total}");
            return Share;
        }
    }

    /// <summary>Whether an execution provider is heard of for the first time.</summary>
    public bool IsNewProvider(string provider)
    {
        lock (_lock)
        {
            return _providers.Add(provider);
        }
    }

    private double Share => Math.Min(1, (_done + _running.Values.Sum()) / _total);
}
