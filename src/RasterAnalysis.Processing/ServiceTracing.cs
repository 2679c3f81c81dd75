using System.Diagnostics;

namespace RasterAnalysis.Processing;

/// <summary>The service's one source of spans: their names and attributes, as <c>docs/operations/monitoring.md</c> lists them.</summary>
/// <remarks>Thread-safe.</remarks>
public static class ServiceTracing
{
    /// <summary>Name of the source, and of the meter.</summary>
    public const string Name = "RasterAnalysis";

    /// <summary>A run of a job, a child of the request that submitted it.</summary>
    public const string Run = "job.run";

    /// <summary>A job is planned.</summary>
    public const string Plan = "job.plan";

    /// <summary>A section is worked on, with all its tries.</summary>
    public const string Section = "job.section";

    /// <summary>The sections are put together.</summary>
    public const string Assemble = "job.assemble";

    /// <summary>The result becomes an item.</summary>
    public const string Publish = "job.publish";

    /// <summary>The classes of the published result are measured.</summary>
    public const string Areas = "job.areas";

    /// <summary>The polygons of a class raster are traced.</summary>
    public const string Polygons = "job.polygons";

    /// <summary>A picture, values or statistics for a map client.</summary>
    public const string Picture = "picture";

    /// <summary>In an instance: the raster and the network of a plan are opened.</summary>
    public const string Open = "section.open";

    /// <summary>In an instance: the first tile of a section is begun to be read until the last one is there.</summary>
    public const string Read = "section.read";

    /// <summary>In an instance: the first run of the network until the end of the last.</summary>
    public const string RunNetwork = "section.run";

    /// <summary>In an instance: the file of a section is written.</summary>
    public const string Write = "section.write";

    /// <summary>The job's id.</summary>
    public const string JobId = "rasteranalysis.job.id";

    /// <summary>The job's task.</summary>
    public const string Tool = "rasteranalysis.job.tool";

    /// <summary>How a run left the job.</summary>
    public const string JobStatus = "rasteranalysis.job.status";

    /// <summary>Number of a section, from 0.</summary>
    public const string SectionNumber = "rasteranalysis.section.number";

    /// <summary>Pixels of a section.</summary>
    public const string Pixels = "rasteranalysis.pixels";

    /// <summary>Seconds of a span in which it was really worked on; reading and running overlap.</summary>
    public const string BusySeconds = "rasteranalysis.busy_seconds";

    /// <summary>The source.</summary>
    public static ActivitySource Source { get; } = new(Name, typeof(ServiceTracing).Assembly.GetName().Version?.ToString(3));

    /// <summary>Begins a span of a step within what goes on here.</summary>
    /// <param name="name">One of the names above.</param>
    /// <returns>The span, to be disposed of at its end; null where nobody records.</returns>
    public static Activity? Start(string name) => Source.StartActivity(name);
}
