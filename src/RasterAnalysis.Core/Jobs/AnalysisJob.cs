namespace RasterAnalysis.Jobs;

/// <summary>A job, as the store keeps it.</summary>
public sealed record AnalysisJob
{
    /// <summary><c>j</c> and 32 hexadecimal digits, as ArcGIS Enterprise has it.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the task, for example <c>ClassifyPixelsUsingDeepLearning</c>.</summary>
    public required string Task { get; init; }

    /// <summary>State.</summary>
    public JobStatus Status { get; init; }

    /// <summary>Share that is done, 0 to 100.</summary>
    public double Progress { get; init; }

    /// <summary>What is being done just now.</summary>
    public string ProgressText { get; init; } = "";

    /// <summary>When it came in, UTC.</summary>
    public required DateTimeOffset Submitted { get; init; }

    /// <summary>When work on it began, UTC.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it reached a final state, UTC.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>The checked request as JSON: what the job runs on.</summary>
    public required string Request { get; init; }

    /// <summary>The parameters as they were sent, a JSON object by parameter name, without tokens: what the job's inputs show.</summary>
    public required string Inputs { get; init; }

    /// <summary>Name of the result's image service; empty for tasks that make no raster.</summary>
    public required string OutputName { get; init; }

    /// <summary>The item that the result is to fill, made before the job; null when the result gets an item of its own.</summary>
    public string? OutputItemId { get; init; }

    /// <summary>Who submitted it.</summary>
    public required string Owner { get; init; }

    /// <summary>Sections in all; 0 before the plan is made.</summary>
    public int SectionsTotal { get; init; }

    /// <summary>Finished sections.</summary>
    public int SectionsDone { get; init; }

    /// <summary>Whether its tiles give what the whole raster would give; null before the plan is made.</summary>
    public Tiling.SeamReport? Seams { get; init; }

    /// <summary>By what its work is found again; null before the plan is made, and when its input cannot be told from others.</summary>
    public WorkKeys? Keys { get; init; }

    /// <summary>The item of the result; null until it is published.</summary>
    public string? ResultItemId { get; init; }

    /// <summary>
    /// What the job leaves beside an item, as JSON: the result of tasks that make no raster, and the item of its confidence of Classify Pixels. It counts once the job has succeeded.
    /// </summary>
    public string? ResultValue { get; init; }

    /// <summary>Tells the run that works on it from others; null before the first one began.</summary>
    public string? RunId { get; init; }

    /// <summary>Until when that run has it, UTC, unless it says again that it does; null when none has.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Makes an id for a new job.</summary>
    public static string NewId() => $"j{Guid.NewGuid():N}";
}
