using RasterAnalysis.Json;

namespace RasterAnalysis.Jobs;

/// <summary>The second raster of a job that classifies: how sure its network was (<c>docs/reference/confidence.md</c>).</summary>
/// <param name="ItemId">Its item.</param>
/// <param name="ServiceName">Its image service.</param>
public sealed record ConfidenceResult(string ItemId, string ServiceName)
{
    /// <summary>That of a job; null where it has none.</summary>
    /// <param name="job">A job with an item for its result: of others the value is the result itself.</param>
    public static ConfidenceResult? Of(AnalysisJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job is { OutputName.Length: > 0, ResultValue: { } value } ? PlanJson.Read<ConfidenceResult>(value) : null;
    }

    /// <summary>What is written down with the job.</summary>
    public string Write() => PlanJson.Write(this);
}
