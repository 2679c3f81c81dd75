using System.Globalization;

namespace RasterAnalysis.Processing;

/// <summary>Looks at the memory of a process while it works, and acts when it holds too much.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private readonly Timer _timer;
    private int _isTold;

    /// <summary>Begins to look.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="limit">Bytes that it may hold.</param>
    /// <param name="onExceeded">Told once how many bytes it holds, on a thread of the pool.</param>
    public MemoryWatch(int processId, long limit, Action<long> onExceeded) => _timer = new Timer(
        _ =>
        {
            if (ResidentBytes(processId) is var held && held > limit && Interlocked.Exchange(ref _isTold, 1) == 0)
            {
                onExceeded(held);
            }
        },
        null, Interval, Interval);

    /// <summary>Bytes of physical memory that a process holds; 0 when it is gone.</summary>
    public static long ResidentBytes(int processId)
    {
        try
        {
            // the second number is the resident set in pages (proc(5))
            var pages = File.ReadAllText($"/proc/{processId}/statm").Split(' ')[1];
            return long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Stops looking.</summary>
    public void Dispose() => _timer.Dispose();
}
