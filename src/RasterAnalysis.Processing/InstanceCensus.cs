using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace RasterAnalysis.Processing;

/// <summary>The processing instances of this process: how many there are, what they do and what memory they hold, counted when somebody looks; and those that failed.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class InstanceCensus
{
    private static readonly InstanceUse[] Uses = Enum.GetValues<InstanceUse>();
    private readonly ConcurrentDictionary<ProcessingInstance, InstanceUse> _instances = new();
    private readonly Counter<long> _failures;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">Where the meter comes from.</param>
    public InstanceCensus(IMeterFactory meters)
    {
        var meter = meters.Create(ServiceTracing.Name);
        meter.CreateObservableUpDownCounter("rasteranalysis.instances", Count, "{instance}", "Processing instances.");
        meter.CreateObservableUpDownCounter("rasteranalysis.instance.memory", Memory, "By", "Resident memory of the processing instances together.");
        _failures = meter.CreateCounter<long>("rasteranalysis.instance.failures", "{instance}", "Processing instances that ended, or were ended, in the middle of their work.");
    }

    internal void Add(ProcessingInstance instance, InstanceUse use) => _instances[instance] = use;

    internal void Remove(ProcessingInstance instance) => _instances.TryRemove(instance, out _);

    /// <param name="use">What the instance was there for.</param>
    /// <param name="reason"><c>ended</c>, <c>memory</c> or <c>silence</c>.</param>
    internal void Failed(InstanceUse use, string reason) =>
        _failures.Add(1, new KeyValuePair<string, object?>("use", NameOf(use)), new KeyValuePair<string, object?>("reason", reason));

    private static string NameOf(InstanceUse use) => use.ToString().ToLowerInvariant();

    private IEnumerable<Measurement<long>> Count()
    {
        var alive = _instances.Where(entry => entry.Key.IsAlive).Select(entry => (entry.Value, entry.Key.IsBusy)).ToLookup(entry => entry);
        return from use in Uses
               from isBusy in (bool[])[false, true]
               select new Measurement<long>(
                   alive[(use, isBusy)].Count(), new KeyValuePair<string, object?>("use", NameOf(use)), new KeyValuePair<string, object?>("state", isBusy ? "busy" : "idle"));
    }

    private IEnumerable<Measurement<long>> Memory() => Uses.Select(use => new Measurement<long>(
        _instances.Where(entry => entry.Value == use).Sum(entry => entry.Key.MemoryBytes), new KeyValuePair<string, object?>("use", NameOf(use))));
}
