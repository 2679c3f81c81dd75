using System.Globalization;

namespace RasterAnalysis.Testing;

/// <summary>Processor time of the thread that asks, in hundredths of a second: what it takes does not depend on what else the machine does.</summary>
public static class ThreadTime
{
    // of /proc/<pid>/stat, counted from behind the name: utime and stime (proc(5)), in ticks, of which Linux tells 100 a second
    private const int User = 11;
    private const int Kernel = 12;
    private const int TicksPerSecond = 100;

    /// <summary>What it has taken so far.</summary>
    public static TimeSpan Now
    {
        get
        {
            var stat = File.ReadAllText("/proc/thread-self/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromSeconds((double)(long.Parse(fields[User], CultureInfo.InvariantCulture) + long.Parse(fields[Kernel], CultureInfo.InvariantCulture)) / TicksPerSecond);
        }
    }
}
