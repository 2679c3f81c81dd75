using RasterAnalysis.Jobs;
using RasterAnalysis.Json;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>A row of the table of jobs; see <see cref="AnalysisJob"/>.</summary>
internal sealed class JobEntity
{
    public required string Id { get; set; }

    public required string Task { get; set; }

    public JobStatus Status { get; set; }

    public double Progress { get; set; }

    public string ProgressText { get; set; } = "";

    public DateTimeOffset Submitted { get; set; }

    public DateTimeOffset? Started { get; set; }

    public DateTimeOffset? Finished { get; set; }

    public required string Request { get; set; }

    public required string Inputs { get; set; }

    public required string OutputName { get; set; }

    public string? OutputItemId { get; set; }

    public required string Owner { get; set; }

    public int SectionsTotal { get; set; }

    public int SectionsDone { get; set; }

    /// <summary>A <see cref="Tiling.SeamReport"/> as JSON.</summary>
    public string? Seams { get; set; }

    public string? ResultItemId { get; set; }

    /// <summary>See <see cref="WorkKeys"/>; null before the plan is made, and when its inputs cannot be told apart.</summary>
    public string? ResultKey { get; set; }

    /// <summary>See <see cref="WorkKeys"/>; null also when the sections are gone.</summary>
    public string? SectionsKey { get; set; }

    /// <summary>The job that took over the sections of this one, which failed.</summary>
    public string? HeirId { get; set; }

    /// <summary>JSON.</summary>
    public string? ResultValue { get; set; }

    /// <summary>See <see cref="AnalysisJob.RunId"/>.</summary>
    public string? RunId { get; set; }

    /// <summary>See <see cref="AnalysisJob.HeldUntil"/>.</summary>
    public DateTimeOffset? HeldUntil { get; set; }

    public static JobEntity From(AnalysisJob job) => new()
    {
        Id = job.Id,
        Task = job.Task,
        Status = job.Status,
        Progress = job.Progress,
        ProgressText = job.ProgressText,
        Submitted = job.Submitted,
        Started = job.Started,
        Finished = job.Finished,
        Request = job.Request,
        Inputs = job.Inputs,
        OutputName = job.OutputName,
        OutputItemId = job.OutputItemId,
        Owner = job.Owner,
        SectionsTotal = job.SectionsTotal,
        SectionsDone = job.SectionsDone,
        Seams = job.Seams is null ? null : PlanJson.Write(job.Seams),
        ResultItemId = job.ResultItemId,
        ResultKey = job.Keys?.Result,
        SectionsKey = job.Keys?.Sections,
        ResultValue = job.ResultValue,
    };

    public AnalysisJob ToJob() => new()
    {
        Id = Id,
        Task = Task,
        Status = Status,
        Progress = Progress,
        ProgressText = ProgressText,
        Submitted = Submitted,
        Started = Started,
        Finished = Finished,
        Request = Request,
        Inputs = Inputs,
        OutputName = OutputName,
        OutputItemId = OutputItemId,
        Owner = Owner,
        SectionsTotal = SectionsTotal,
        SectionsDone = SectionsDone,
        Seams = Seams is null ? null : PlanJson.Read<Tiling.SeamReport>(Seams),
        ResultItemId = ResultItemId,
        Keys = ResultKey is null || SectionsKey is null ? null : new WorkKeys(ResultKey, SectionsKey),
        ResultValue = ResultValue,
        RunId = RunId,
        HeldUntil = HeldUntil,
    };
}
