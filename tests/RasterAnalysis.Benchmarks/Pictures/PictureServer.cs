using System.Diagnostics;

namespace RasterAnalysis.Benchmarks.Pictures;

/// <summary>A server of pictures as clients see it.</summary>
/// <param name="Name">For people.</param>
/// <param name="Address">Host and port.</param>
/// <param name="PathAndQueryOf">How a picture is asked for.</param>
internal sealed record PictureServer(string Name, Uri Address, Func<PictureViewpoint, string> PathAndQueryOf)
{
    /// <summary>Asks for pictures one after the other.</summary>
    /// <returns>Median of their milliseconds, and of their bytes the mean.</returns>
    public async Task<(double Median, double Bytes)> OneByOneAsync(IReadOnlyList<PictureViewpoint> views)
    {
        using var client = await PictureClient.ConnectAsync(Address);
        var times = new List<double>();
        long bytes = 0;
        foreach (var path in views.Select(PathAndQueryOf))
        {
            var begun = Stopwatch.GetTimestamp();
            bytes += await client.GetAsync(path);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        return (Table.Median(times), bytes / (double)views.Count);
    }

    /// <summary>Has as many clients as are wanted ask for pictures at the same time.</summary>
    /// <returns>Pictures a second.</returns>
    public async Task<double> TogetherAsync(IReadOnlyList<PictureViewpoint> views, int clients)
    {
        string[] paths = [.. views.Select(PathAndQueryOf)];
        PictureClient[] all = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => PictureClient.ConnectAsync(Address)));
        var next = -1;
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(all.Select(async client =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < paths.Length;)
            {
                await client.GetAsync(paths[i]);
            }
        }));
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        Array.ForEach(all, client => client.Dispose());
        return paths.Length / seconds;
    }
}
