using System.Diagnostics.Metrics;
using RasterAnalysis.Jobs;
using RasterAnalysis.Processing;

namespace RasterAnalysis.BackgroundJobs.Telemetry;

/// <summary>What this process counts and measures; <c>docs/operations/monitoring.md</c> lists it. Gauges stand with what they look at.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ServiceMetrics
{
    // from a tool pane's question to a country by night
    private static readonly double[] JobSeconds = [0.1, 0.3, 1, 3, 10, 30, 60, 180, 600, 1800, 3600, 10800, 36000, 86400];
    private static readonly double[] SectionSeconds = [0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000];
    private static readonly double[] PictureSeconds = [0.005, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];
    private readonly Counter<long> _submitted;
    private readonly Counter<long> _ended;
    private readonly Histogram<double> _waited;
    private readonly Histogram<double> _ran;
    private readonly Histogram<double> _section;
    private readonly Histogram<double> _step;
    private readonly Counter<long> _pixels;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _cache;
    private readonly Histogram<double> _picture;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">Where the meter comes from.</param>
    public ServiceMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(ServiceTracing.Name);
        _submitted = meter.CreateCounter<long>("rasteranalysis.jobs.submitted", "{job}", "Jobs that were taken in.");
        _ended = meter.CreateCounter<long>("rasteranalysis.jobs.ended", "{job}", "Jobs that came to a final state.");
        _waited = Seconds(meter, "rasteranalysis.job.queue.duration", "From the submission of a job to its first start.", JobSeconds);
        _ran = Seconds(meter, "rasteranalysis.job.duration", "From the first start of a job to its final state.", JobSeconds);
        _section = Seconds(meter, "rasteranalysis.section.duration", "Work on a section, with all its tries.", SectionSeconds);
        _step = Seconds(meter, "rasteranalysis.section.step.duration", "Busy time of one step of a section; steps overlap.", SectionSeconds);
        _pixels = meter.CreateCounter<long>("rasteranalysis.pixels", "{pixel}", "Output pixels of finished sections.");
        _retries = meter.CreateCounter<long>("rasteranalysis.retries", "{retry}", "Steps of jobs that failed and were tried again.");
        _cache = meter.CreateCounter<long>("rasteranalysis.cache.requests", "{request}", "Looks for finished work of earlier jobs.");
        _picture = Seconds(meter, "rasteranalysis.picture.duration", "Pictures, values and statistics for map clients, with the wait for their turn.", PictureSeconds);
    }

    internal void Submitted(string tool) => _submitted.Add(1, new KeyValuePair<string, object?>("tool", tool));

    internal void Started(string tool, TimeSpan waited) => _waited.Record(waited.TotalSeconds, new KeyValuePair<string, object?>("tool", tool));

    /// <param name="tool">The job's task.</param>
    /// <param name="status">Its final state.</param>
    /// <param name="ran">The time since its first start; null when it never began.</param>
    internal void Ended(string tool, JobStatus status, TimeSpan? ran)
    {
        KeyValuePair<string, object?>[] attributes = [new("tool", tool), new("status", status.ToString())];
        _ended.Add(1, attributes);
        if (ran is { } time)
        {
            _ran.Record(time.TotalSeconds, attributes);
        }
    }

    internal void SectionDone(string tool, TimeSpan time, long pixels, SectionTimes times)
    {
        var attribute = new KeyValuePair<string, object?>("tool", tool);
        _section.Record(time.TotalSeconds, attribute);
        _pixels.Add(pixels, attribute);
        _step.Record(times.ReadSeconds, attribute, new KeyValuePair<string, object?>("step", "read"));
        _step.Record(times.RunSeconds, attribute, new KeyValuePair<string, object?>("step", "run"));
        _step.Record(times.WriteSeconds, attribute, new KeyValuePair<string, object?>("step", "write"));
    }

    /// <param name="tool">The job's task.</param>
    /// <param name="step">Name of its span: <c>job.plan</c>, <c>job.section</c> or <c>job.assemble</c>.</param>
    internal void Retried(string tool, string step) =>
        _retries.Add(1, new KeyValuePair<string, object?>("tool", tool), new KeyValuePair<string, object?>("step", step["job.".Length..]));

    /// <param name="cache"><c>result</c> or <c>sections</c>.</param>
    /// <param name="isHit">Whether it was there.</param>
    internal void CacheRequested(string cache, bool isHit) =>
        _cache.Add(1, new KeyValuePair<string, object?>("cache", cache), new KeyValuePair<string, object?>("outcome", isHit ? "hit" : "miss"));

    /// <param name="operation"><c>render</c>, <c>sample</c>, <c>summarize</c> or <c>describe</c>.</param>
    /// <param name="place"><c>service</c> or <c>instance</c>.</param>
    /// <param name="outcome"><c>made</c>, <c>busy</c>, <c>cancelled</c> or <c>failed</c>.</param>
    /// <param name="time">From the call to its end.</param>
    internal void PictureMade(string operation, string place, string outcome, TimeSpan time) => _picture.Record(
        time.TotalSeconds, new KeyValuePair<string, object?>("operation", operation), new KeyValuePair<string, object?>("place", place),
        new KeyValuePair<string, object?>("outcome", outcome));

    private static Histogram<double> Seconds(Meter meter, string name, string description, double[] bounds) =>
        meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
}
