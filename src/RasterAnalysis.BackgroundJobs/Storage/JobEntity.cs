using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using RasterAnalysis.Jobs;
using RasterAnalysis.Json;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>A row of the table of jobs; see <see cref="AnalysisJob"/>.</summary>
internal sealed class JobEntity
{
    /// <summary>A row that is read.</summary>
    public JobEntity()
    {
    }

    /// <summary>A row of a new job.</summary>
    [SetsRequiredMembers]
    public JobEntity(AnalysisJob job)
    {
        Id = job.Id;
        Task = job.Task;
        Status = job.Status;
        Progress = job.Progress;
        ProgressText = job.ProgressText;
        Submitted = job.Submitted;
        Started = job.Started;
        Finished = job.Finished;
        Request = job.Request;
        Inputs = job.Inputs;
        OutputName = job.OutputName;
        OutputItemId = job.OutputItemId;
        Owner = job.Owner;
        SectionsTotal = job.SectionsTotal;
        SectionsDone = job.SectionsDone;
        Seams = job.Seams is null ? null : PlanJson.Write(job.Seams);
        ResultItemId = job.ResultItemId;
        ResultKey = job.Keys?.Result;
        SectionsKey = job.Keys?.Sections;
        ResultValue = job.ResultValue;
    }

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

    /// <summary>The job of a row, for queries to select.</summary>
    public static Expression<Func<JobEntity, AnalysisJob>> Job { get; } = row => new AnalysisJob
    {
        Id = row.Id,
        Task = row.Task,
        Status = row.Status,
        Progress = row.Progress,
        ProgressText = row.ProgressText,
        Submitted = row.Submitted,
        Started = row.Started,
        Finished = row.Finished,
        Request = row.Request,
        Inputs = row.Inputs,
        OutputName = row.OutputName,
        OutputItemId = row.OutputItemId,
        Owner = row.Owner,
        SectionsTotal = row.SectionsTotal,
        SectionsDone = row.SectionsDone,
        Seams = row.Seams == null ? null : PlanJson.Read<Tiling.SeamReport>(row.Seams),
        ResultItemId = row.ResultItemId,
        Keys = row.ResultKey == null || row.SectionsKey == null ? null : new WorkKeys(row.ResultKey, row.SectionsKey),
        ResultValue = row.ResultValue,
        RunId = row.RunId,
        HeldUntil = row.HeldUntil,
    };
}
