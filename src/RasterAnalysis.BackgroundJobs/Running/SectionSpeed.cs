using System.Globalization;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>How fast a job goes and how long it will take, from the sections that were done since it started or went on.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SectionSpeed(long totalPixels, TimeProvider time)
{
    private readonly Lock _lock = new();
    private long _begun;
    private long _before;
    private long _pixels;

    /// <summary>Starts the clock.</summary>
    /// <param name="donePixels">Pixels that an earlier run has done.</param>
    public void Begin(long donePixels) => (_begun, _before) = (time.GetTimestamp(), donePixels);

    /// <summary>Counts a section and says how it goes.</summary>
    /// <param name="pixels">Pixels of the section.</param>
    /// <param name="text">What to begin with.</param>
    public string After(long pixels, string text)
    {
        lock (_lock)
        {
            _pixels += pixels;
            var seconds = time.GetElapsedTime(_begun).TotalSeconds;
            var left = totalPixels - _before - _pixels;
            return seconds <= 0 ? text : left <= 0
                ? string.Create(CultureInfo.InvariantCulture, $"{text}, {_pixels / seconds / 1e6:0.0} megapixels per second")
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{text}, {_pixels / seconds / 1e6:0.0} megapixels per second, about {Duration(left * seconds / _pixels)} left");
        }
    }

    private static string Duration(double seconds) => seconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(seconds)):0} s")
        : seconds < 5400
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h");
}
