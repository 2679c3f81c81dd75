using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using RasterAnalysis.BackgroundJobs.Telemetry;

namespace RasterAnalysis.BackgroundJobs.Instances;

/// <summary>The processing instances of this process: how many there are, what they do and what memory they hold, counted when somebody looks.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class InstanceCensus
{
    private static readonly InstanceUse[] Uses = Enum.GetValues<InstanceUse>();
    private readonly ConcurrentDictionary<ProcessingInstance, InstanceUse> _instances = new();

    /// <summary>Makes the gauges.</summary>
    /// <param name="meters">Where the meter comes from.</param>
    /// <param name="metrics">Counts instances that fail.</param>
    public InstanceCensus(IMeterFactory meters, ServiceMetrics metrics)
    {
        Metrics = metrics;
        var meter = meters.Create(ServiceTracing.Name);
        meter.CreateObservableUpDownCounter("rasteranalysis.instances", Count, "{instance}", "Processing instances.");
        meter.CreateObservableUpDownCounter("rasteranalysis.instance.memory", Memory, "By", "Resident memory of the processing instances together.");
    }

    internal ServiceMetrics Metrics { get; }

    internal void Add(ProcessingInstance instance, InstanceUse use) => _instances[instance] = use;

    internal void Remove(ProcessingInstance instance) => _instances.TryRemove(instance, out _);

    private IEnumerable<Measurement<long>> Count()
    {
        var alive = _instances.Where(entry => entry.Key.IsAlive).Select(entry => (entry.Value, entry.Key.IsBusy)).ToLookup(entry => entry);
        return from use in Uses
               from isBusy in (bool[])[false, true]
               select new Measurement<long>(
                   alive[(use, isBusy)].Count(), new KeyValuePair<string, object?>("use", ServiceMetrics.NameOf(use)), new KeyValuePair<string, object?>("state", isBusy ? "busy" : "idle"));
    }

    private IEnumerable<Measurement<long>> Memory() => Uses.Select(use => new Measurement<long>(
        _instances.Where(entry => entry.Value == use).Sum(entry => entry.Key.MemoryBytes), new KeyValuePair<string, object?>("use", ServiceMetrics.NameOf(use))));
}
