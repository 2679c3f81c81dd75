namespace RasterAnalysis.Processing;

/// <summary>Spreads instances over GPUs.</summary>
internal static class DeviceChoice
{
    /// <summary>The GPU that the fewest instances work on, of several one that has an idle instance, else the first: the instances of a job go round the list.</summary>
    /// <param name="devices">The GPUs to choose from, each once.</param>
    /// <param name="busy">The GPU of each instance that is out.</param>
    /// <param name="idle">The GPU of each instance that is ready.</param>
    public static int Next(IReadOnlyList<int> devices, IEnumerable<int> busy, IReadOnlyCollection<int> idle)
    {
        var counts = busy.CountBy(device => device).ToDictionary();
        return devices.MinBy(device => (counts.GetValueOrDefault(device), idle.Contains(device) ? 0 : 1));
    }
}
