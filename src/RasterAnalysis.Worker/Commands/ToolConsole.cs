using System.Diagnostics;
using System.Globalization;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.Worker.Commands;

/// <summary>What a command that runs a tool says: messages and a progress bar on the standard error, a table of the result on the standard output.</summary>
/// <param name="isQuiet">Whether only warnings and errors are said.</param>
internal sealed class ToolConsole(bool isQuiet)
{
    private const int Width = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly bool _hasBar = !isQuiet && !Console.IsErrorRedirected;
    private readonly long _begun = Stopwatch.GetTimestamp();
    private readonly Lock _lock = new();
    private long _drawn;
    private bool _isOnBar;

    /// <summary>Says a message.</summary>
    public void Say(JobMessageType type, string text)
    {
        if (isQuiet && type == JobMessageType.Informative)
        {
            return;
        }

        lock (_lock)
        {
            EndBar();
            Console.Error.WriteLine(type switch
            {
                JobMessageType.Warning => $"Warning: {text}",
                JobMessageType.Error => $"Error: {text}",
                _ => text,
            });
        }
    }

    /// <summary>Draws how far the work is, now and then.</summary>
    /// <param name="share">0 to 1.</param>
    public void Progress(double share)
    {
        lock (_lock)
        {
            if (!_hasBar || (share < 1 && Stopwatch.GetElapsedTime(_drawn) < Pause))
            {
                return;
            }

            _drawn = Stopwatch.GetTimestamp();
            _isOnBar = true;
            var full = (int)(share * Width);
            var elapsed = Stopwatch.GetElapsedTime(_begun);
            var left = share > 0.02 ? string.Create(CultureInfo.InvariantCulture, $", {Seconds(elapsed * ((1 - share) / share))} left") : "";
            Console.Error.Write(string.Create(
                CultureInfo.InvariantCulture, $"\r[{new string('#', full)}{new string('.', Width - full)}] {share * 100,3:0} %  {Seconds(elapsed)}{left}   "));
        }
    }

    /// <summary>Ends the bar, and says what came of it.</summary>
    /// <param name="table">Lines about the result.</param>
    /// <param name="note">What is to be known of them; null for nothing.</param>
    /// <param name="path">The result.</param>
    public void Finish(IEnumerable<string> table, string? note, string path)
    {
        lock (_lock)
        {
            EndBar();
            if (isQuiet)
            {
                return;
            }

            foreach (var line in table)
            {
                Console.Out.WriteLine(line);
            }

            if (note is not null)
            {
                Console.Error.WriteLine(note);
            }

            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path} written in {Seconds(Stopwatch.GetElapsedTime(_begun))}."));
        }
    }

    private static string Seconds(TimeSpan time) => time.TotalMinutes < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s") : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00} min");

    private void EndBar()
    {
        if (_isOnBar)
        {
            Console.Error.WriteLine();
            _isOnBar = false;
        }
    }
}
